package io.megatron.devservices;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** One folder with a Postgres in it: what lies where, and who may run the programs on it. */
record PostgresHome(Path folder, PostgresBinaries binaries, ServerUser user) {
    static final String LOCK_NAME = "postgres.lock";
    private static final int PASSWORD_BYTES = 24;

    static PostgresHome in(Path realFolder) {
        PostgresBinaries binaries = PostgresBinaries.unpacked();
        ServerUser user = ServerUser.whoReaches(realFolder, binaries.folder());
        return new PostgresHome(realFolder, binaries, user);
    }

    Path data() {
        return folder.resolve("data");
    }

    /** A data folder in the making; only a complete one gets the real name. */
    Path unfinishedData() {
        return folder.resolve("data.unfinished");
    }

    Path log() {
        return folder.resolve("postgres.log");
    }

    Path port() {
        return folder.resolve("postgres.port");
    }

    Path postmasterFile() {
        return data().resolve("postmaster.pid");
    }

    Path password() {
        return folder.resolve("superuser.password");
    }

    /**
     * Runs one of Postgres' own programs from a working folder that its user can certainly read.
     */
    Command.Result run(Duration patience, String program, String... arguments) {
        return Command.run(words(program, arguments), binaries.folder(), patience);
    }

    List<String> words(String program, String... arguments) {
        return user.command(
                Stream.concat(Stream.of(binaries.program(program)), Stream.of(arguments)).toList());
    }

    /** What a human gets to see when the server refuses: the end of its own log. */
    String logTail(long from) {
        return "End of " + log() + ":\n" + Trees.tail(log(), from);
    }

    /**
     * The superuser may run programs as the server's user, so unlike the two roles of the
     * application he needs a password; only who can read this folder knows it.
     */
    String superuserPassword() {
        try {
            return Files.readString(password(), StandardCharsets.US_ASCII).strip();
        } catch (IOException lost) {
            throw new DevServiceException(
                    "Cannot read "
                            + password()
                            + ", without which the database in this folder cannot be used",
                    lost);
        }
    }

    void createSuperuserPassword() throws IOException {
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        Files.deleteIfExists(password());
        Files.createFile(
                password(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // It must reach the disk before the data does, as without it the data cannot be used.
        Files.writeString(
                password(),
                HexFormat.of().formatHex(secret) + "\n",
                StandardCharsets.US_ASCII,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
    }
}
