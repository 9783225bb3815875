package io.megatron.client.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two servers never share a data folder, and the second one says so. */
@Tag("scenario")
@Timeout(240)
class LockedHomeTest {
    @TempDir private Path home;
    private final List<Process> servers = new ArrayList<>();

    @AfterEach
    void endThem() throws InterruptedException {
        for (Process server : servers) {
            server.destroy();
            if (!server.waitFor(Launched.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    @Test
    void a_second_run_on_the_same_home_is_refused_in_one_sentence_and_harms_nobody()
            throws Exception {
        Process first = run("first.log");
        Launched.await(
                "until the first is ready",
                () -> output("first.log").lines().anyMatch(line -> line.startsWith("ready grpc=")));

        Process second = run("second.log");

        assertThat(second.waitFor(Launched.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isNotZero();
        assertThat(output("second.log").lines().filter(line -> line.contains("Another Megatron")))
                .singleElement()
                .asString()
                .contains("(pid " + first.pid() + ") uses this folder", home.toString());
        assertThat(output("second.log")).doesNotContain("\tat ");
        assertThat(first.isAlive()).isTrue();
        first.destroy();
        assertThat(first.waitFor(Launched.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).as("SIGTERM").isIn(0, 143);
    }

    private Process run(String log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                Launched.runScript().toString(),
                                "--no-build",
                                "--home",
                                home.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve(log).toFile());
        builder.environment()
                .keySet()
                .removeIf(
                        name -> name.startsWith("MEGATRON_") && !name.startsWith("MEGATRON_JAVA_"));
        builder.environment().put("MEGATRON_GRPC_PORT", "0");
        builder.environment().put("MEGATRON_MANAGEMENT_PORT", "0");
        Process server = builder.start();
        servers.add(server);
        return server;
    }

    private String output(String log) {
        try {
            return Files.readString(home.resolve(log));
        } catch (IOException unreadable) {
            return "";
        }
    }
}
