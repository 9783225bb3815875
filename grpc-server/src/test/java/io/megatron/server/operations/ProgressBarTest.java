package io.megatron.server.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void a_file_gets_a_line_each_tenth() {
        try (ProgressBar bar = new ProgressBar(new PrintStream(out, true, UTF_8), false)) {
            for (int made = 1; made <= 1_000; made++) {
                bar.reached("users", made, 1_000);
            }
            bar.reached("trades", 5, 5);
        }
        assertThat(out.toString(UTF_8).lines())
                .hasSize(11)
                .last()
                .asString()
                .matches("\\[#{30}] trades  5 of 5, [0-9,]+ a second");
    }

    @Test
    void a_terminal_gets_a_line_that_changes_and_ends() {
        try (ProgressBar bar = new ProgressBar(new PrintStream(out, true, UTF_8), true)) {
            bar.reached("users", 1, 2);
            bar.reached("users", 2, 2);
            bar.reached("trades", 1, 1);
        }
        String shown = out.toString(UTF_8);
        assertThat(shown.lines().filter(line -> !line.isEmpty())).isNotEmpty();
        assertThat(shown.chars().filter(one -> one == '\n').count()).isEqualTo(2);
        assertThat(shown).contains("\r[###############               ] users   1 of 2");
    }
}
