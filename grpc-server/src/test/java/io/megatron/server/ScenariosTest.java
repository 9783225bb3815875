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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenariosTest {
    /** {@code `SomeTest#what_it_shows`}; without a class it is the one before in the line. */
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)?(?:#(\\w+))?`");

    @ParameterizedTest
    @CsvSource({"docs/scenarios.md,50", "docs/security.md,20"})
    void every_test_that_a_page_names_exists(String page, int atLeast) throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String line : Files.readAllLines(Sources.project().resolve(page))) {
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
        assertThat(named).isGreaterThan(atLeast);
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
