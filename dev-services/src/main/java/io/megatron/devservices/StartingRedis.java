package io.megatron.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a Redis that keeps what it is told in an append-only file and that nothing but its own
 * stop ends.
 */
final class StartingRedis {
    private static final Logger LOG = LoggerFactory.getLogger(StartingRedis.class);
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration LAUNCH_PATIENCE = Duration.ofSeconds(10);
    private static final int PORT_ATTEMPTS = 5;
    private static final long LOG_LIMIT_BYTES = 16L * 1024 * 1024;

    private final RedisHome home;

    StartingRedis(RedisHome home) {
        this.home = home;
    }

    RunningRedis start() {
        try {
            home.unpackProgram();
            Files.deleteIfExists(home.pidFile());
            Trees.rotate(home.log(), LOG_LIMIT_BYTES);
            return startWithAnyPort();
        } catch (IOException failure) {
            throw new DevServiceException(
                    "Cannot start Redis in " + home.folder() + ": " + failure, failure);
        }
    }

    private RunningRedis startWithAnyPort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = attempt == 1 ? Ports.choose(home.port()) : Ports.anyFree();
            long logBefore = Trees.size(home.log());
            Optional<RunningRedis> running = launch(port, logBefore);
            if (running.isPresent()) {
                LOG.info(
                        "Redis started, pid {}, port {}, folder {}",
                        running.get().process().pid(),
                        port,
                        home.folder());
                return running.get();
            }
            if (!portWasTaken(logBefore) || attempt == PORT_ATTEMPTS) {
                throw new DevServiceException(
                        "Redis did not start. End of "
                                + home.log()
                                + ":\n"
                                + Trees.tail(home.log(), logBefore));
            }
        }
    }

    /**
     * The port is stored before the launch: a server whose owner is killed right behind it can
     * still be found.
     */
    private Optional<RunningRedis> launch(int port, long logBefore) throws IOException {
        Ports.store(home.port(), port);
        Files.writeString(home.settings(), settings(port));
        List<String> words = List.of(home.program().toString(), home.settings().toString());
        Command.Result launched = Command.run(words, home.folder(), LAUNCH_PATIENCE);
        if (!launched.succeeded()) {
            throw new DevServiceException("Redis did not start: " + launched.output());
        }
        AtomicReference<Optional<RunningRedis>> running = new AtomicReference<>(Optional.empty());
        Waiting.until(
                START_PATIENCE,
                () -> {
                    running.set(RunningRedis.answering(home, port));
                    return running.get().isPresent() || hasGivenUp(logBefore);
                });
        return running.get();
    }

    private boolean hasGivenUp(long logBefore) {
        String tail = Trees.tail(home.log(), logBefore);
        return portWasTaken(logBefore)
                || tail.contains("Fatal error")
                || tail.contains("Bad file format");
    }

    private boolean portWasTaken(long logBefore) {
        return Trees.tail(home.log(), logBefore).contains("Failed listening on port");
    }

    /**
     * As a daemon it leaves our terminal's session, so that Ctrl-C ends us first and Redis after
     * us.
     */
    private String settings(int port) {
        return """
        # Written at every start.
        bind %s
        port %d
        daemonize yes
        dir %s
        pidfile %s
        logfile %s
        appendonly yes
        appendfsync everysec
        save ""
        """
                .formatted(
                        Ports.LOOPBACK,
                        port,
                        quoted(home.folder()),
                        quoted(home.pidFile()),
                        quoted(home.log()));
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
