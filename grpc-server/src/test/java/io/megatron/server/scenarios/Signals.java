package io.megatron.server.scenarios;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;

/** What one process can do to another. */
final class Signals {
    private static final Duration DEATH = Duration.ofSeconds(10);

    private Signals() {}

    /** Stops a process between any two of its instructions, without it noticing. */
    static void freeze(long pid) {
        send("STOP", pid);
    }

    static void thaw(long pid) {
        send("CONT", pid);
    }

    static void terminate(long pid) {
        send("TERM", pid);
    }

    /** {@code kill -9}; returns once they are gone. */
    static void kill(Collection<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        await().atMost(DEATH)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> processes.stream().noneMatch(Signals::lives));
    }

    /** Java calls a process alive as well that has ended and whose parent has not noticed. */
    static boolean lives(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    private static boolean isZombie(long pid) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return status.startsWith(") Z", status.lastIndexOf(')'));
        } catch (IOException ended) {
            return false;
        }
    }

    /** To one process, or, by a negative id, to a group of them. */
    static void send(String signal, long pid) {
        try {
            int status =
                    new ProcessBuilder("kill", "-" + signal, "--", Long.toString(pid))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
            if (status != 0 && ProcessHandle.of(pid).filter(Signals::lives).isPresent()) {
                throw new AssertionError("cannot send SIG" + signal + " to " + pid);
            }
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new AssertionError(hurry);
        }
    }
}
