package io.megatron.client.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory a process has resident, where the system tells (Linux does). */
final class ServerMemory {
    private static final Pattern PEAK = line("VmHWM");
    private static final Pattern NOW = line("VmRSS");
    private static final long KB_PER_MB = 1024;

    private ServerMemory() {}

    private static Pattern line(String name) {
        return Pattern.compile("(?m)^" + name + ":\\s+([0-9]+) kB$");
    }

    /** At most so far. */
    static OptionalLong peakMegabytes(long pid) {
        return peak(status(pid));
    }

    static OptionalLong megabytes(long pid) {
        return now(status(pid));
    }

    /** Empty where the system does not tell. */
    private static String status(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "status"));
        } catch (IOException notLinux) {
            return "";
        }
    }

    static OptionalLong peak(String status) {
        return megabytes(PEAK, status);
    }

    static OptionalLong now(String status) {
        return megabytes(NOW, status);
    }

    private static OptionalLong megabytes(Pattern line, String status) {
        Matcher found = line.matcher(status);
        return found.find()
                ? OptionalLong.of(Math.ceilDiv(Long.parseLong(found.group(1)), KB_PER_MB))
                : OptionalLong.empty();
    }
}
