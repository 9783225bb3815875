package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What the first start of this build leaves behind: keys, and a Postgres with its schema. To make
 * them takes as long as all the rest of a start, so it is done once, and tests of what comes later
 * begin with a copy.
 */
final class FirstStart {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path KEPT = TARGET.resolve("first-start");
    private static final List<String> OF_A_RUN =
            List.of(
                    "redis",
                    "postgres/postgres.port",
                    "postgres/postgres.lock",
                    "postgres/postgres.log");

    private FirstStart() {}

    /** Lays it down in a folder that does not exist yet. */
    static void copyTo(Path data) {
        Path lock = TARGET.resolve("first-start.lock");
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (!isOfThisBuild()) {
                keep();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        run("cp", "-a", KEPT.resolve("data").toString(), data.toString());
    }

    private static boolean isOfThisBuild() throws IOException {
        Path built = KEPT.resolve("built");
        return Files.exists(built) && Files.mismatch(built, unpacked()) == -1;
    }

    /** Which build the server that starts is of; there once it has been started. */
    private static Path unpacked() {
        return TARGET.resolve("server/built");
    }

    private static void keep() throws IOException {
        run("rm", "-rf", KEPT.toString());
        Files.createDirectory(KEPT);
        try (Installation installation = new Installation(KEPT)) {
            ServerProcess server = installation.start();
            server.handle().destroy();
            server.awaitExit();
            for (String trace : OF_A_RUN) {
                run("rm", "-rf", installation.data().resolve(trace).toString());
            }
        }
        Files.copy(unpacked(), KEPT.resolve("built"));
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new AssertionError(hurry);
        }
    }
}
