package io.megatron.client.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory a process had resident at most, where the system tells (Linux does). */
final class ServerMemory {
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+([0-9]+) kB$");
    private static final long KB_PER_MB = 1024;

    private ServerMemory() {}

    static OptionalLong peakMegabytes(long pid) {
        try {
            return parse(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong parse(String status) {
        Matcher peak = PEAK.matcher(status);
        return peak.find()
                ? OptionalLong.of(Math.ceilDiv(Long.parseLong(peak.group(1)), KB_PER_MB))
                : OptionalLong.empty();
    }
}
