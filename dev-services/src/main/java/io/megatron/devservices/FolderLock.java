package io.megatron.devservices;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says which living process owns a folder.
 *
 * <p>The operating system drops the lock with the process, however that ends, so a folder whose
 * lock is free may hold an orphaned server but never one that somebody still works with. The locks
 * of POSIX belong to a process and vanish as soon as it closes <em>any</em> descriptor of the file;
 * therefore the paths held by this process are remembered and their files are never opened a second
 * time.
 */
final class FolderLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    /** A channel that nobody refers to is closed by the garbage collector, and its lock with it. */
    private static final Set<FolderLock> OPEN = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock or says who has it. */
    static FolderLock acquire(Path file) {
        return tryAcquire(file).orElseThrow(() -> new DevServiceException(refusal(file)));
    }

    /**
     * Takes the lock of a folder whose owner died. An owner writes its process id only once it
     * holds the lock, so an empty file belongs to a folder that is just being created and is left
     * alone.
     */
    static Optional<FolderLock> acquireAbandoned(Path file) {
        if (HELD_HERE.contains(file) || !Files.isRegularFile(file) || ownerIn(file).isEmpty()) {
            return Optional.empty();
        }
        return tryAcquire(file);
    }

    private static Optional<FolderLock> tryAcquire(Path file) {
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        Optional<FolderLock> lock = Optional.empty();
        try {
            lock = lockedByThisProcess(file);
            lock.ifPresent(OPEN::add);
            return lock;
        } catch (IOException failure) {
            throw Trees.unusable("lock", file, failure);
        } finally {
            if (lock.isEmpty()) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static Optional<FolderLock> lockedByThisProcess(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return Optional.of(new FolderLock(file, channel));
    }

    private static String refusal(Path file) {
        String owner =
                HELD_HERE.contains(file)
                        ? Long.toString(ProcessHandle.current().pid())
                        : ownerIn(file);
        return "Another Megatron (pid %s) uses this folder: %s. Stop it, or choose another with MEGATRON_DATA."
                .formatted(owner.isEmpty() ? "unknown" : owner, file.getParent());
    }

    private static String ownerIn(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new DevServiceException(
                    "Cannot release " + file + ": " + failure.getMessage(), failure);
        } finally {
            OPEN.remove(this);
            HELD_HERE.remove(file);
        }
    }
}
