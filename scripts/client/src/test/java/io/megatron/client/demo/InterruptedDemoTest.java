package io.megatron.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.client.MegatronClient;
import io.megatron.client.running.Launched;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever interrupts the demo, at whatever moment, has nothing left of it: no process, no folder.
 * It runs the server that was packaged before.
 */
@Tag("scenario")
@Timeout(240)
class InterruptedDemoTest {
    private static final List<String> PID_FILES =
            List.of("data/postgres/data/postmaster.pid", "data/redis/redis.pid");

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
        Launched.await(
                "until " + moment,
                moment.startsWith("Postgres")
                        ? () -> databases().findAny().isPresent()
                        : () -> output().contains("Ready on"));
        started = Stream.concat(databases(), running.descendants()).toList();
        assertThat(started).as("what the demo has started").isNotEmpty();

        Launched.send(signal, whom.equals("everybody") ? -running.pid() : running.pid());

        assertThat(running.waitFor(Launched.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("the demo has ended; it printed %s", output())
                .isTrue();
        assertThat(running.exitValue()).as("exit status").isNotZero();
        assertThat(output()).doesNotContain("demo: OK");
        Launched.await(
                "until all it started has ended",
                () -> started.stream().noneMatch(Launched::lives));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::getFileName).map(Path::toString))
                    .containsExactly("output.log");
        }
    }

    /** In a group of processes of its own, as a terminal has it, and listening to Ctrl-C. */
    private Process launch() throws IOException {
        return new ProcessBuilder(
                        "setsid",
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        classPath(),
                        MegatronClient.class.getName(),
                        "demo",
                        "--run",
                        Launched.runScript().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.log").toFile())
                .start();
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output.log"));
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** The embedded servers, which are no descendants of what started them. */
    private Stream<ProcessHandle> databases() {
        try (Stream<Path> homes = Files.list(folder)) {
            return homes
                    .filter(Files::isDirectory)
                    .flatMap(home -> PID_FILES.stream().map(home::resolve))
                    .flatMap(file -> Launched.named(file).stream())
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
