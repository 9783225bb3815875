package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever interrupts the demo, at whatever moment, has nothing left of it: no process, no folder.
 */
@Tag("scenario")
@Timeout(240)
class InterruptedDemoTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path CLIENT = Path.of("../scripts/client/target/megatron-client.jar");

    @TempDir private Path folder;
    private Optional<Process> demo = Optional.empty();
    private List<ProcessHandle> started = List.of();

    /** However the test ended, nothing of it goes on: by the ids of what it started. */
    @AfterEach
    void endEverything() {
        started.forEach(ProcessHandle::destroyForcibly);
        demo.ifPresent(Process::destroyForcibly);
    }

    @ParameterizedTest(name = "{0} to {1} once {2}")
    @CsvSource({
        "INT, everybody, the story is told",
        "INT, everybody, Postgres starts",
        "TERM, the demo, the story is told"
    })
    void a_signal_ends_the_demo_and_all_it_started(String signal, String whom, String moment)
            throws Exception {
        Process running = launch();
        demo = Optional.of(running);
        await("until " + moment)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () ->
                                moment.startsWith("Postgres")
                                        ? databases().findAny().isPresent()
                                        : output().contains("Ready on"));
        started = Stream.concat(databases(), running.descendants()).toList();
        assertThat(started).as("what the demo has started").isNotEmpty();

        Signals.send(signal, whom.equals("everybody") ? -running.pid() : running.pid());

        assertThat(running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the demo has ended; it printed %s", output())
                .isTrue();
        assertThat(running.exitValue()).as("exit status").isNotZero();
        assertThat(output()).doesNotContain("demo: OK");
        await("until all it started has ended")
                .atMost(PATIENCE)
                .until(() -> started.stream().noneMatch(Signals::lives));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .containsExactly("output.log");
        }
    }

    /** In a group of processes of its own, as a terminal has it, and listening to Ctrl-C. */
    private Process launch() throws IOException {
        assertThat(CLIENT).as("the client, packaged by ./mvnw package").exists();
        return new ProcessBuilder(
                        "setsid",
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-jar",
                        CLIENT.toString(),
                        "demo",
                        "--run",
                        Path.of("../scripts/run").toAbsolutePath().normalize().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output.log"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Of the demo's installation, wherever in the folder it has made one. */
    private Stream<ProcessHandle> databases() {
        try (Stream<Path> homes = Files.list(folder)) {
            return homes
                    .filter(Files::isDirectory)
                    .map(home -> new EmbeddedProcesses(home.resolve("data")))
                    .flatMap(embedded -> embedded.all().stream())
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
