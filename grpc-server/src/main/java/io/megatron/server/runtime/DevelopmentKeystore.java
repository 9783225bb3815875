package io.megatron.server.runtime;

import io.megatron.core.Secret;
import io.megatron.core.custody.keys.Keystore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Keys of a development installation's own, made at the first start beside their password. They are
 * worth what the local chain is worth.
 */
final class DevelopmentKeystore {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int PASSWORD_BYTES = 32;

    private final Path folder;

    /**
     * @param dataFolder the installation's data folder; the keys go into {@code dev-keys} under it
     */
    DevelopmentKeystore(Path dataFolder) {
        folder = dataFolder.resolve("dev-keys");
    }

    /** The keys; the folder of an embedded server is locked, so nobody else makes them. */
    Keystore open() {
        Path file = folder.resolve("keystore.json");
        Path passwordFile = folder.resolve("keystore-password");
        try {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
            if (!Files.exists(file)) {
                makePassword(passwordFile);
                return Keystore.create(file, Secret.of(Files.readString(passwordFile)));
            }
            return Keystore.open(file, Secret.of(Files.readString(passwordFile)));
        } catch (IOException failure) {
            throw new UnfitSettingsException(
                    "cannot make or read the development keystore in " + folder + ": " + failure,
                    failure);
        }
    }

    private static void makePassword(Path file) throws IOException {
        byte[] password = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(password);
        try {
            Files.createFile(file, OWNER_ONLY);
        } catch (FileAlreadyExistsException ofAStartThatWasKilled) {
            // It has protected nothing yet.
        }
        Files.writeString(file, HexFormat.of().formatHex(password));
    }
}
