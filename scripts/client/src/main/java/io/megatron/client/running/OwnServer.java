package io.megatron.client.running;

import io.megatron.client.ClientException;
import io.megatron.client.connection.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server with a folder of its own, on free ports, which ends with us however we end: closed, by
 * an error, by a signal. Only a {@code kill -9} of ours leaves it behind.
 */
public final class OwnServer implements AutoCloseable {
    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final Duration LOOKING = Duration.ofMillis(50);
    private static final String JAVA_OPTS = "MEGATRON_JAVA_OPTS";

    /** The line that a server prints when it serves, with the ports that it found free. */
    private static final Pattern READY =
            Pattern.compile("^ready grpc=(\\S+) management=http://(\\S+)$");

    private final ServerProcess process;
    private final ServerFolder folder;
    private final Address grpc;
    private final Address management;

    private OwnServer(ServerProcess process, ServerFolder folder, Matcher ready) {
        this.process = process;
        this.folder = folder;
        this.grpc = Address.parse(ready.group(1));
        this.management = Address.parse(ready.group(2));
    }

    /**
     * Starts it, without a chain, and returns when it serves.
     *
     * @param runScript {@code scripts/run}; what it runs has been built
     * @param keep whether its folder outlives it
     */
    public static OwnServer start(Path runScript, boolean keep) {
        return start(runScript, keep, Map.of());
    }

    /**
     * The same for less than a minute, with a chain of its own where anvil can be installed. In so
     * short a time the JVM's second compiler takes more than it gives, and jobs that are asked for
     * begin soon.
     */
    public static OwnServer briefly(Path runScript, boolean keep) {
        String flags = System.getenv().getOrDefault(JAVA_OPTS, "");
        return start(
                runScript,
                keep,
                Map.of(
                        "MEGATRON_LOCAL_CHAIN",
                        "true",
                        JAVA_OPTS,
                        "-XX:TieredStopAtLevel=1 " + flags));
    }

    /**
     * The same, set up otherwise.
     *
     * @param settings environment variables
     */
    public static OwnServer start(Path runScript, boolean keep, Map<String, String> settings) {
        ServerFolder folder = ServerFolder.create();
        ServerProcess process = ServerProcess.launch(runScript, folder, keep, settings);
        try {
            return new OwnServer(process, folder, awaitReady(process, folder));
        } catch (RuntimeException failure) {
            process.close();
            throw failure;
        }
    }

    private static Matcher awaitReady(ServerProcess process, ServerFolder folder) {
        long end = System.nanoTime() + STARTING.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            Optional<Matcher> ready = folder.logged(READY);
            if (ready.isPresent()) {
                return ready.get();
            }
            if (!alive || System.nanoTime() > end) {
                throw new ClientException(
                        "the server %s%n%s"
                                .formatted(
                                        alive
                                                ? "was not ready in time"
                                                : "ended with status " + process.status(),
                                        folder.logTail()));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOKING);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while the server started", interrupted);
        }
    }

    public Address grpc() {
        return grpc;
    }

    public Address management() {
        return management;
    }

    public Path home() {
        return folder.path();
    }

    public Path dataFolder() {
        return folder.data();
    }

    public long pid() {
        return process.pid();
    }

    /** Whether it is being stopped, by us or because a signal ends us: then its calls fail. */
    public boolean isClosing() {
        return process.isClosing();
    }

    public String logTail() {
        return folder.logTail();
    }

    @Override
    public void close() {
        process.close();
    }
}
