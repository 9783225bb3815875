package io.megatron.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(MEGATRON_[A-Z_]+):([^}]*)}");
    private static final Pattern EXAMPLE =
            Pattern.compile("^#(MEGATRON_[A-Z_]+)=(.*)$", Pattern.MULTILINE);

    @Test
    void every_setting_is_in_the_example_with_its_default() throws IOException {
        String settings =
                Files.readString(
                        Sources.project()
                                .resolve("grpc-server/src/main/resources/application.yaml"));
        String example = Files.readString(Sources.project().resolve(".env.example"));

        assertThat(pairs(EXAMPLE, example)).containsAllEntriesOf(pairs(PLACEHOLDER, settings));
    }

    private static Map<String, String> pairs(Pattern pattern, String text) {
        Map<String, String> pairs = new TreeMap<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            pairs.put(matcher.group(1), matcher.group(2));
        }
        assertThat(pairs).isNotEmpty();
        return pairs;
    }
}
