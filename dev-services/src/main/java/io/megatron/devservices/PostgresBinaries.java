package io.megatron.devservices;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of Postgres, unpacked once per machine and user.
 *
 * <p>They lie in the temporary folder, where a server that dropped root's privileges can still read
 * them. Cleaners of temporary folders remove single old files, so every start compares what is
 * there with what was unpacked.
 */
record PostgresBinaries(Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final String CONTENTS = "contents.txt";

    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    static PostgresBinaries unpacked() {
        try {
            URL archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
            Path home = cacheOfThisUser().resolve(name(archive));
            if (!isComplete(home)) {
                unpack(archive, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException failure) {
            throw new DevServiceException(
                    "Cannot unpack the Postgres binaries: " + failure, failure);
        }
    }

    /**
     * Finds the archive by its name: zonky's own search writes and runs a script to tell Alpine
     * from other systems, whose binaries we leave out anyway.
     */
    static URL archive(String system, String machine) {
        String platform =
                switch (machine) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> machine;
                };
        String systemName = system.startsWith("Mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        String resource = "/postgres-%s-%s.txz".formatted(systemName, platform);
        URL archive = PostgresBinaries.class.getResource(resource);
        if (archive == null) {
            throw new DevServiceException(
                    ("There is no Postgres binary for %s on %s: use Linux (amd64, arm64) or macOS"
                                    + " (arm64), or give the URL of a Postgres of your own")
                            .formatted(system, machine));
        }
        return archive;
    }

    /**
     * Another release has another name. Every start asks for it, so it is made of what the jar says
     * of the archive, whose fifteen megabytes are read by who unpacks them.
     */
    static String name(URL archive) throws IOException {
        JarURLConnection connection = (JarURLConnection) archive.openConnection();
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            JarEntry entry = jar.getJarEntry(connection.getEntryName());
            return "postgres-%08x-%d".formatted(entry.getCrc(), entry.getSize());
        }
    }

    /**
     * Anybody can create a folder with this name in a shared temporary folder, so it must be ours
     * to be trusted.
     */
    private static Path cacheOfThisUser() throws IOException {
        String user =
                System.getProperty("user.name")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]", "_");
        Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
        Path cache = temporary.resolve("megatron-binaries-" + user);
        try {
            Files.createDirectory(
                    cache,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (FileAlreadyExistsException usual) {
            requireOurs(cache);
        }
        return cache;
    }

    private static void requireOurs(Path cache) throws IOException {
        Path probe = Files.createTempFile("megatron-", ".probe");
        try {
            boolean ours =
                    Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS)
                            && Files.getOwner(cache, LinkOption.NOFOLLOW_LINKS)
                                    .equals(Files.getOwner(probe));
            if (!ours) {
                throw new DevServiceException(cache + " belongs to somebody else: remove it");
            }
        } finally {
            Files.delete(probe);
        }
    }

    private static boolean isComplete(Path home) throws IOException {
        Path contents = home.resolve(CONTENTS);
        if (!Files.isRegularFile(contents)) {
            return false;
        }
        for (String name : Files.readAllLines(contents)) {
            if (!Files.exists(home.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Unpacks beside and renames, so that a second process sees all of it or nothing; who comes
     * second yields.
     */
    static void unpack(URL archive, Path home) throws IOException {
        Path beside = Files.createTempDirectory(home.getParent(), "unpacking-");
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(
                        new XZCompressorInputStream(
                                new BufferedInputStream(archive.openStream())))) {
            Files.write(beside.resolve(CONTENTS), extractAll(tar, beside), StandardCharsets.UTF_8);
        }
        if (Files.exists(home) && !isComplete(home)) {
            Path damaged = beside.resolveSibling(beside.getFileName() + "-damaged");
            Files.move(home, damaged, StandardCopyOption.ATOMIC_MOVE);
            Trees.delete(damaged);
        }
        try {
            Files.move(beside, home, StandardCopyOption.ATOMIC_MOVE);
            LOG.info("Postgres binaries unpacked to {}", home);
        } catch (FileSystemException taken) {
            // The JDK has no exception of its own for a rename onto a folder that is not empty.
            Trees.delete(beside);
            if (!isComplete(home)) {
                throw taken;
            }
        }
    }

    private static List<String> extractAll(TarArchiveInputStream tar, Path target)
            throws IOException {
        List<String> names = new ArrayList<>();
        for (TarArchiveEntry entry = tar.getNextEntry();
                entry != null;
                entry = tar.getNextEntry()) {
            Path path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("The archive names a file outside of it: " + entry.getName());
            }
            extract(tar, entry, path, target);
            names.add(target.relativize(path).toString());
        }
        return names;
    }

    private static void extract(
            TarArchiveInputStream tar, TarArchiveEntry entry, Path path, Path target)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(requireNonNull(path.getParent()));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.copy(target.resolve(entry.getLinkName()).normalize(), path);
        } else {
            Files.copy(tar, path);
            String mode = (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--";
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        }
    }
}
