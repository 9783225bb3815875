package io.megatron.devservices;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
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
 * <p>A test run that is killed cannot clean up, so the next one does it: it stops the server and
 * deletes the folder of every temporary owner that is dead, which a free lock proves.
 */
record TemporaryFolders(String prefix, String lockName) {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolders.class);

    Path create() {
        try {
            return Files.createTempDirectory(prefix).toRealPath();
        } catch (IOException failure) {
            throw new DevServiceException("Cannot create a temporary folder: " + failure, failure);
        }
    }

    /**
     * What cannot be removed stays for the next time, as it must not hinder a start that has
     * nothing to do with it.
     */
    void removeAbandoned(Consumer<Path> stopServer) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
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
