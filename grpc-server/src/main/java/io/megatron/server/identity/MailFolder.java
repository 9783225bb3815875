package io.megatron.server.identity;

import io.megatron.core.identity.Mailing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Lays letters down as files, in a development installation, for whoever tries it out to read. */
final class MailFolder implements Mailing {
    private final Path folder;

    MailFolder(Path dataFolder) {
        folder = dataFolder.resolve("mail");
    }

    @Override
    public void send(Letter letter) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Path draft = folder.resolve(UUID.randomUUID() + ".draft");
            Files.writeString(
                    draft,
                    "To: %s\nSubject: %s\n\n%s"
                            .formatted(letter.to(), letter.subject(), letter.text()));
            Files.move(
                    draft,
                    folder.resolve(
                            // The one character of an address that no name of a file can have.
                            letter.to().text().replace('/', '_')
                                    + "-"
                                    + UUID.randomUUID()
                                    + ".txt"),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write into " + folder, failure);
        }
    }
}
