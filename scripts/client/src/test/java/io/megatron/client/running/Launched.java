package io.megatron.client.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Processes that a test has launched, by their ids. */
public final class Launched {
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private Launched() {}

    /** {@code scripts/run}; it runs what was packaged before. */
    public static Path runScript() {
        Path root = Path.of("../..").toAbsolutePath().normalize();
        assertThat(root.resolve("grpc-server/target/megatron-exec.jar"))
                .as("the server, packaged by ./mvnw package")
                .exists();
        return root.resolve("scripts/run");
    }

    /** The process that a file names in its first line. */
    public static Optional<ProcessHandle> named(Path pidFile) {
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(String::strip)
                    .map(Long::valueOf)
                    .flatMap(ProcessHandle::of);
        } catch (IOException | NumberFormatException notThereYet) {
            return Optional.empty();
        }
    }

    /** Java calls a process alive as well that has ended and whose parent has not noticed. */
    public static boolean lives(ProcessHandle process) {
        try {
            String status =
                    Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return process.isAlive() && !status.startsWith(") Z", status.lastIndexOf(')'));
        } catch (IOException ended) {
            return false;
        }
    }

    /** To one process, or, by a negative id, to a group of them. */
    public static void send(String signal, long pid) throws IOException, InterruptedException {
        int status =
                new ProcessBuilder("kill", "-" + signal, "--", Long.toString(pid))
                        .inheritIO()
                        .start()
                        .waitFor();
        assertThat(status).as("kill -%s %s", signal, pid).isZero();
    }

    public static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - endNanos).as(what).isNegative();
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
