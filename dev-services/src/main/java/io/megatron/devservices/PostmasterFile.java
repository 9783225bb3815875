package io.megatron.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code postmaster.pid} says: line 1 the process, line 4 the port, which is written a little
 * later.
 */
record PostmasterFile(long pid, OptionalInt port) {
    /**
     * Larger than any process id Linux or macOS can give, so certainly that of no living process.
     */
    private static final String NOBODYS_PID = Integer.toString(Integer.MAX_VALUE);

    static Optional<PostmasterFile> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            OptionalLong pid = number(lines, 0);
            OptionalLong port = number(lines, 3);
            return pid.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new PostmasterFile(
                                    pid.getAsLong(),
                                    port.isPresent()
                                            ? OptionalInt.of((int) port.getAsLong())
                                            : OptionalInt.empty()));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static OptionalLong number(List<String> lines, int index) {
        try {
            return index < lines.size()
                    ? OptionalLong.of(Long.parseLong(lines.get(index).strip()))
                    : OptionalLong.empty();
        } catch (NumberFormatException unfinished) {
            return OptionalLong.empty();
        }
    }

    /**
     * Makes Postgres see that the process named here is gone, though its number lives on as
     * somebody else's. The file is not deleted: from its other lines Postgres learns whether
     * children of the dead postmaster still write this data, and then refuses to start.
     */
    static void disown(Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.set(0, NOBODYS_PID);
            Files.write(file, lines);
        } catch (IOException failure) {
            throw new DevServiceException("Cannot rewrite " + file + ": " + failure, failure);
        }
    }
}
