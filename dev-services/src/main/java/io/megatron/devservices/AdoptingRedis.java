package io.megatron.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over the server that a killed owner left behind, or stops it if it no longer answers. */
final class AdoptingRedis {
    private static final Logger LOG = LoggerFactory.getLogger(AdoptingRedis.class);
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    private final RedisHome home;

    AdoptingRedis(RedisHome home) {
        this.home = home;
    }

    /** Empty means that no server works in this folder and that a new one may be started. */
    Optional<RunningRedis> adopt() {
        OptionalInt port = Ports.stored(home.port());
        Optional<RunningRedis> running =
                port.isPresent() ? RunningRedis.answering(home, port.getAsInt()) : Optional.empty();
        if (running.isPresent()) {
            LOG.info(
                    "Redis adopted, pid {}, port {}",
                    running.get().process().pid(),
                    port.getAsInt());
            return running;
        }
        storedProcess().ifPresent(this::killIfOurs);
        return Optional.empty();
    }

    /**
     * Even while it loads its data a Redis answers, so one that does not is beyond being asked to
     * leave.
     */
    private void killIfOurs(ProcessHandle process) {
        if (!runsOurProgram(process)) {
            LOG.warn(
                    "{} names process {}, which is another program, leaving that alone",
                    home.pidFile(),
                    process.pid());
            return;
        }
        LOG.warn("Redis {} does not answer, killing it", process.pid());
        process.destroyForcibly();
        if (!Waiting.until(KILL_PATIENCE, () -> !Processes.lives(process))) {
            throw new DevServiceException(
                    "Redis " + process.pid() + " of " + home.folder() + " does not end");
        }
    }

    private boolean runsOurProgram(ProcessHandle process) {
        return process.info().command().map(Path::of).filter(home.program()::equals).isPresent();
    }

    private Optional<ProcessHandle> storedProcess() {
        try {
            long pid = Long.parseLong(Files.readString(home.pidFile()).strip());
            return ProcessHandle.of(pid).filter(Processes::lives);
        } catch (IOException | NumberFormatException absent) {
            return Optional.empty();
        }
    }
}
