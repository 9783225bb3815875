package io.megatron.server.security;

import io.megatron.server.runtime.UnfitSettingsException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.UUID;

/**
 * A key pair of an installation's own, made on the first start, with which {@code scripts/token}
 * signs tokens for trying things out.
 *
 * <p>The private key is the truth and the public one is derived from it. It appears by a hard link,
 * which is atomic and never replaces: of two processes that start at once one wins, and both read
 * the winner's.
 */
final class DevelopmentKeys {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int KEY_BITS = 2048;

    private final Path folder;

    /**
     * @param dataFolder the installation's data folder; the keys go into {@code dev-keys} under it
     */
    DevelopmentKeys(Path dataFolder) {
        folder = dataFolder.resolve("dev-keys");
    }

    Path privateKeyFile() {
        return folder.resolve("jwt-private.pem");
    }

    Path publicKeyFile() {
        return folder.resolve("jwt-public.pem");
    }

    /** The pair, and whatever other keys somebody has laid down beside it. */
    KeysFolder folder() {
        return new KeysFolder(folder, privateKeyFile().getFileName().toString());
    }

    /**
     * Makes the pair unless it is there.
     *
     * @return its private key; its public one is written beside it, for others to read
     */
    RSAPrivateCrtKey make() {
        try {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
            if (!Files.exists(privateKeyFile())) {
                makePrivateKey();
            }
            RSAPrivateCrtKey key = Pem.readPrivateKey(privateKeyFile());
            Path draft = draft(Pem.encode("PUBLIC KEY", Pem.publicKey(key).getEncoded()));
            Files.move(draft, publicKeyFile(), StandardCopyOption.REPLACE_EXISTING);
            return key;
        } catch (IOException | GeneralSecurityException failure) {
            throw new UnfitSettingsException(
                    "cannot make or read the development keys in " + folder + ": " + failure,
                    failure);
        }
    }

    private void makePrivateKey() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        Path draft = draft(Pem.encode("PRIVATE KEY", key));
        try {
            Files.createLink(privateKeyFile(), draft);
        } catch (FileAlreadyExistsException someoneElseWasFirst) {
            // Theirs is as good as ours.
        } finally {
            Files.delete(draft);
        }
    }

    private Path draft(String content) throws IOException {
        Path draft = folder.resolve(UUID.randomUUID() + ".draft");
        Files.createFile(draft, OWNER_ONLY);
        return Files.writeString(draft, content);
    }
}
