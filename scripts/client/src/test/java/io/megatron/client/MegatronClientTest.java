package io.megatron.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What somebody is told who uses a script in a way that it does not know. */
class MegatronClientTest {
    private final StringWriter err = new StringWriter();

    @Test
    void whoever_misuses_a_command_of_a_script_is_shown_to_the_help_of_that_script() {
        assertThat(misused("jobs", "run"))
                .startsWith("jobs: Missing required parameter: 'JOB'.")
                .contains("'scripts/jobs --help'");
        assertThat(misused("jobs", "list", "--nonsense"))
                .startsWith("jobs: Unknown option: '--nonsense'.")
                .contains("'scripts/jobs --help'");
    }

    @Test
    void whoever_misuses_a_script_is_shown_to_its_help() {
        assertThat(misused("reconcile", "--timeout"))
                .startsWith("reconcile: Missing required parameter for option '--timeout'")
                .contains("'scripts/reconcile --help'");
        assertThat(misused("bench", "--seconds", "ten"))
                .startsWith("bench: Invalid value for option '--seconds': 'ten'")
                .contains("'scripts/bench --help'");
    }

    @Test
    void what_cannot_be_meant_ends_like_what_cannot_be_read() {
        assertThat(misused("clock", "forward", "soon")).contains("'soon' is no time like 90s");
        assertThat(misused("clock", "--address", "here")).contains("'here' is no address like");
        assertThat(misused("token", "king")).contains("there is no role 'king'");
        assertThat(misused("bench", "--run", "no/script", "nonsense"))
                .contains("there is no case 'nonsense'");
    }

    private String misused(String... words) {
        CommandLine commands = MegatronClient.commands();
        commands.setErr(new PrintWriter(err, true));
        assertThat(commands.execute(words)).isEqualTo(2);
        String said = err.toString();
        err.getBuffer().setLength(0);
        return said;
    }
}
