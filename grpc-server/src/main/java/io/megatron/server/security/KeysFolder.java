package io.megatron.server.security;

import io.megatron.server.runtime.UnfitSettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of keys as PEM: the file of one name signs, and the tokens of every other {@code *.pem}
 * are taken as well, private or public.
 */
final class KeysFolder {
    /** The file that signs, where the folder is one of an operator's. */
    static final String SIGNING = "signing.pem";

    private static final String SUFFIX = ".pem";

    private final Path folder;
    private final String signing;

    KeysFolder(Path folder, String signing) {
        this.folder = folder;
        this.signing = signing;
    }

    KeyRing read() {
        RSAPrivateCrtKey key = Pem.readPrivateKey(folder.resolve(signing));
        return KeyRing.of(key, others().stream().map(KeysFolder::key).toList());
    }

    private List<Path> others() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .filter(file -> !file.getFileName().toString().equals(signing))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UnfitSettingsException(
                    "cannot read the folder of keys " + folder + ": " + failure, failure);
        }
    }

    private static TokenKey key(Path file) {
        return Pem.holdsPublicKey(file)
                ? TokenKey.of(Pem.readPublicKey(file))
                : TokenKey.of(Pem.readPrivateKey(file));
    }
}
