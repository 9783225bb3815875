package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LimitScriptTest {

    @Test
    void the_statements_are_the_yardsticks_own() {
        assertThat(digest(LimitScript.BATCH))
                .isEqualTo("8722e8c8c122fd6146cbf60a9225de08ac0fac0c3fc2cbc0bdfd9ddce3b60267");
        assertThat(digest(LimitScript.SCHEMA))
                .isEqualTo("c167ee622d4cd447146a84965bcb8992b42c3b0b1ef576ea2147acc4edd03803");
    }

    @Test
    void a_batch_is_one_transaction_in_which_only_the_size_was_put() {
        assertThat(LimitScript.batch(256))
                .hasSize(8)
                .startsWith("begin isolation level serializable")
                .endsWith("commit")
                .allSatisfy(statement -> assertThat(statement).doesNotContain(":n "))
                .allSatisfy(statement -> assertThat(statement).doesNotContain(":n)"));
        assertThat(String.join(";\n", LimitScript.batch(256)) + ";\n")
                .isEqualTo(
                        LimitScript.text(LimitScript.BATCH)
                                .replace("(1, :n)", "(1, 256)")
                                .replace("* :n", "* 256"));
    }

    @Test
    void to_fill_tables_with_only_who_writes_was_put_besides() {
        assertThat(String.join(";\n", LimitScript.batch(50_000, 1_000_000)) + ";\n")
                .isEqualTo(
                        LimitScript.text(LimitScript.BATCH)
                                .replace("(1, :n)", "(1, 50000)")
                                .replace("* :n", "* 50000")
                                .replace("(random() * 9999 + 1)", "(random() * 999999 + 1)"));
        assertThat(LimitScript.batch(256, LimitTables.SCRIPTS_OWN_USERS))
                .isEqualTo(LimitScript.batch(256));
        assertThat(LimitScript.schema())
                .anySatisfy(
                        statement ->
                                assertThat(statement)
                                        .endsWith(
                                                "generate_series(1, %d) g"
                                                        .formatted(LimitTables.SCRIPTS_OWN_USERS)));
    }

    @Test
    void casts_stay_casts() {
        assertThat(LimitScript.batch(7))
                .anySatisfy(statement -> assertThat(statement).contains("10::numeric(18,6)"));
    }

    @Test
    void the_schema_comes_without_its_comment() {
        assertThat(LimitScript.schema())
                .hasSize(12)
                .allSatisfy(statement -> assertThat(statement).matches("(create|insert) .*[^;]"));
    }

    private static String digest(String file) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(
                                            LimitScript.text(file)
                                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
