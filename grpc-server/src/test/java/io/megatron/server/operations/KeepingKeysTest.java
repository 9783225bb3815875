package io.megatron.server.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepingKeysTest {
    /** BIP-39's own test vector of 24 words. */
    private static final String WORDS = "abandon ".repeat(23) + "art";

    private static final Map<String, String> PASSWORD =
            Map.of("MEGATRON_KEYSTORE_PASSWORD", "a-long-password");

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path file = Path.of("");

    @BeforeEach
    void choose() {
        file = folder.resolve("keystore.json");
    }

    private int run(String action, Map<String, String> environment) {
        out.reset();
        err.reset();
        return new KeepingKeys(
                        environment,
                        new BufferedReader(new StringReader(WORDS + "\n")),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8))
                .run(action, file);
    }

    private String said() {
        return out.toString(UTF_8);
    }

    @Test
    void what_was_created_is_shown_again_and_never_overwritten() throws IOException {
        assertThat(run("create", PASSWORD)).isZero();
        String created = said();
        byte[] kept = Files.readAllBytes(file);

        assertThat(run("show", PASSWORD)).isZero();
        assertThat(said()).isEqualTo(created).contains("hot wallet    0x", "deposit xpub  xpub");
        assertThat(run("create", PASSWORD)).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("never overwritten");
        assertThat(Files.readAllBytes(file)).isEqualTo(kept);
    }

    @Test
    void words_bring_the_same_keys_back() throws IOException {
        assertThat(run("restore", PASSWORD)).isZero();
        // m/44'/60'/0'/0/0 of these words, as every wallet derives it.
        assertThat(said()).contains("0xF278cF59F82eDcf871d630F28EcC8056f25C1cdb");

        assertThat(run("words", PASSWORD)).isZero();
        assertThat(said().strip()).isEqualTo(WORDS);
        assertThat(Files.readString(file)).doesNotContain("abandon");
    }

    @Test
    void without_the_password_or_with_another_nothing_is_shown() {
        run("create", PASSWORD);

        assertThat(run("show", Map.of())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("MEGATRON_KEYSTORE_PASSWORD_FILE");
        assertThat(run("show", Map.of("MEGATRON_KEYSTORE_PASSWORD", "another"))).isEqualTo(1);
        assertThat(said()).isEmpty();
    }

    @Test
    void a_password_file_that_cannot_be_read_is_called_that() {
        String missing = folder.resolve("secret").toString();

        assertThat(run("create", Map.of("MEGATRON_KEYSTORE_PASSWORD_FILE", missing))).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .isEqualTo(
                        "keystore: cannot read %s, which MEGATRON_KEYSTORE_PASSWORD_FILE names\n"
                                .formatted(missing));
        assertThat(file).doesNotExist();
    }
}
