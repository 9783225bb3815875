package io.megatron.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a process of another parent still does anything. */
final class Processes {
    private Processes() {}

    /**
     * Java also calls a process alive that has ended and waits for its parent to notice; in a
     * container without an init process that can take for ever. Where there is no {@code /proc},
     * there is a parent that notices.
     */
    static boolean lives(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    private static boolean isZombie(long pid) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The state follows the program's name, which is in parentheses and may itself contain
            // some.
            return status.startsWith(") Z", status.lastIndexOf(')'));
        } catch (IOException ended) {
            return false;
        }
    }
}
