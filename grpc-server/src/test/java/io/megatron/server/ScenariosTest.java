package io.megatron.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScenariosTest {
    /** {@code `SomeTest#what_it_shows`}; without a class it is the one before in the line. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)?(?:#(\\w+))?`");

    @Test
    void every_test_that_the_list_of_scenarios_names_exists() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String line : Files.readAllLines(Sources.project().resolve("docs/scenarios.md"))) {
            String test = "";
            Matcher each = NAMED.matcher(line);
            while (each.find()) {
                test = each.group(1) == null ? test : each.group(1);
                String method = each.group(2) == null ? "" : " " + each.group(2) + "(";
                if (!tests.getOrDefault(test, "").contains(method) || !tests.containsKey(test)) {
                    missing.add(test + "#" + each.group(2));
                }
                named++;
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(50);
    }

    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new TreeMap<>();
        for (String module : List.of("curve-lib", "exchange-core", "grpc-server")) {
            Path folder = Sources.project().resolve(module).resolve("src/test/java");
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    tests.put(name, Files.readString(file));
                }
            }
        }
        return tests;
    }
}
