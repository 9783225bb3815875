package io.megatron.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Redis server that is known to be the one of this folder. */
record RunningRedis(RedisHome home, ProcessHandle process, int port) {
    private static final Logger LOG = LoggerFactory.getLogger(RunningRedis.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOAD_PATIENCE = Duration.ofSeconds(60);
    private static final String PROCESS_ID = "process_id:";

    /**
     * Only a server that names our folder as its own is ours; the process id is what it says of
     * itself.
     */
    static Optional<RunningRedis> answering(RedisHome home, int port) {
        try (RedisConversation conversation = new RedisConversation(port)) {
            List<String> folder = conversation.ask("CONFIG", "GET", "dir");
            if (folder.size() != 2 || !Path.of(folder.get(1)).equals(home.folder())) {
                return Optional.empty();
            }
            String server = String.join("", conversation.ask("INFO", "server"));
            return server.lines()
                    .filter(line -> line.startsWith(PROCESS_ID))
                    .map(line -> Long.parseLong(line.substring(PROCESS_ID.length()).strip()))
                    .findFirst()
                    .flatMap(ProcessHandle::of)
                    .map(process -> new RunningRedis(home, process, port));
        } catch (IOException | IllegalArgumentException noAnswer) {
            return Optional.empty();
        }
    }

    /** While it reads its data a server already says who it is but refuses everything else. */
    void awaitReadiness() {
        if (!Waiting.until(LOAD_PATIENCE, this::answersPing)) {
            throw new DevServiceException(
                    "Redis does not get ready. End of "
                            + home.log()
                            + ":\n"
                            + Trees.tail(home.log(), 0));
        }
    }

    private boolean answersPing() {
        try (RedisConversation conversation = new RedisConversation(port)) {
            return conversation.ask("PING").contains("PONG");
        } catch (IOException loading) {
            return false;
        }
    }

    /** SIGTERM makes Redis write what it has and leave; only a server that hangs is killed. */
    void stop() {
        if (!Processes.lives(process)) {
            LOG.warn("Redis {} was already gone, folder {}", process.pid(), home.folder());
            return;
        }
        process.destroy();
        if (!Waiting.until(STOP_PATIENCE, () -> !Processes.lives(process))) {
            LOG.warn("Redis {} does not stop, killing it", process.pid());
            process.destroyForcibly();
            Waiting.until(STOP_PATIENCE, () -> !Processes.lives(process));
        }
        LOG.info("Redis stopped, pid {}, port {}", process.pid(), port);
    }
}
