package io.megatron.devservices;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the servers' folders need from the file system. */
final class Trees {
    private static final int TAIL_BYTES = 16 * 1024;
    private static final int TAIL_LINES = 40;

    private Trees() {}

    /**
     * Creates the folder if it is missing and names it in the one way that both servers report back
     * to us.
     */
    static Path realFolder(Path folder) {
        try {
            return Files.createDirectories(folder).toRealPath();
        } catch (IOException failure) {
            throw unusable("create", folder, failure);
        }
    }

    /**
     * Where something in a data folder cannot be made, somebody has to choose another or open it.
     */
    static DevServiceException unusable(String what, Path file, IOException failure) {
        String reason =
                switch (failure) {
                    case AccessDeniedException _ -> "permission denied";
                    case FileAlreadyExistsException _ -> "there is a file of that name";
                    case FileSystemException known when known.getReason() != null ->
                            known.getReason();
                    default -> failure.toString();
                };
        return new DevServiceException(
                "Cannot %s %s: %s. Let this user write there, or choose another folder with MEGATRON_DATA."
                        .formatted(what, file.toAbsolutePath(), reason),
                failure);
    }

    /**
     * Deletes everything below and the folder itself; what vanishes meanwhile was to be deleted
     * anyway.
     */
    static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException alreadyGone) {
            return;
        } catch (IOException | UncheckedIOException failure) {
            throw new DevServiceException("Cannot delete " + folder + ": " + failure, failure);
        }
    }

    static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException vanished) {
            return 0;
        }
    }

    /**
     * The last lines that were written behind the given position: enough to see why a server
     * refused to start.
     */
    static String tail(Path log, long from) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(Math.min(from, file.length()), file.length() - TAIL_BYTES);
            file.seek(start);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException unreadable) {
            return "(no log: " + unreadable.getMessage() + ")";
        }
    }

    /**
     * A log is set aside while nobody writes it, so that years of restarts do not fill the disk.
     */
    static void rotate(Path log, long limitBytes) {
        if (size(log) <= limitBytes) {
            return;
        }
        try {
            Files.move(
                    log,
                    log.resolveSibling(log.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new DevServiceException("Cannot rotate " + log + ": " + failure, failure);
        }
    }
}
