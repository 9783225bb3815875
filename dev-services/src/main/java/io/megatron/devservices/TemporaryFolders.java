package io.megatron.devservices;

import com.sun.management.OperatingSystemMXBean;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders for data that nobody needs after the process.
 *
 * <p>Where asked for they lie in memory, if there is plenty of it: what nobody needs afterwards
 * need not go through a file system's journal, nor be taken out of it again.
 *
 * <p>A test run that is killed cannot clean up, so the next one does it: it stops the server and
 * deletes the folder of every temporary owner that is dead, which a free lock proves.
 */
record TemporaryFolders(String prefix, String lockName, boolean inMemory) {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolders.class);
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long GIGABYTE = 1L << 30;
    private static final long PLENTY = 20 * GIGABYTE;
    private static final long ROOM = 10 * GIGABYTE;

    Path create() {
        try {
            return Files.createTempDirectory(inMemory && isPlenty() ? MEMORY : disk(), prefix)
                    .toRealPath();
        } catch (IOException failure) {
            throw new DevServiceException("Cannot create a temporary folder: " + failure, failure);
        }
    }

    private static Path disk() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Whether there is room in memory, of what this process may have of it, for some such folders.
     */
    private static boolean isPlenty() throws IOException {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize()
                        >= PLENTY
                && Files.isWritable(MEMORY)
                && Files.getFileStore(MEMORY).getUsableSpace() >= ROOM;
    }

    /**
     * What cannot be removed stays for the next time, as it must not hinder a start that has
     * nothing to do with it.
     */
    void removeAbandoned(Consumer<Path> stopServer) {
        removeAbandoned(disk(), stopServer);
        if (inMemory && Files.isWritable(MEMORY)) {
            removeAbandoned(MEMORY, stopServer);
        }
    }

    private void removeAbandoned(Path temporary, Consumer<Path> stopServer) {
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(temporary.toRealPath(), prefix + "*")) {
            for (Path folder : folders) {
                removeIfAbandoned(folder, stopServer);
            }
        } catch (IOException failure) {
            LOG.warn("Cannot look for abandoned folders in {}: {}", temporary, failure.toString());
        }
    }

    private void removeIfAbandoned(Path folder, Consumer<Path> stopServer) {
        if (!isOurs(folder)) {
            return;
        }
        Optional<FolderLock> lock = Optional.empty();
        try {
            lock = FolderLock.acquireAbandoned(folder.resolve(lockName));
            if (lock.isPresent()) {
                stopServer.accept(folder);
                Trees.delete(folder);
                LOG.info("Removed {}, whose owner was killed", folder);
            }
        } catch (DevServiceException failure) {
            LOG.warn("Cannot remove {}: {}", folder, failure.getMessage());
        } finally {
            lock.ifPresent(FolderLock::close);
        }
    }

    /** Only the owner of a folder can have started the server in it. */
    private static boolean isOurs(Path folder) {
        try {
            long ourUid = new UnixSystem().getUid();
            int uid = (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && uid == ourUid;
        } catch (IOException vanished) {
            return false;
        }
    }
}
