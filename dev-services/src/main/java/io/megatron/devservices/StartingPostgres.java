package io.megatron.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the data if there is none, and starts a server on it that nothing but its own stop ends.
 */
final class StartingPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(StartingPostgres.class);
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration ORPHANS_PATIENCE = Duration.ofSeconds(30);
    private static final Duration INITDB_PATIENCE = Duration.ofMinutes(2);
    private static final int PORT_ATTEMPTS = 5;
    private static final long LOG_LIMIT_BYTES = 16L * 1024 * 1024;

    private final PostgresHome home;
    private final boolean temporary;

    StartingPostgres(PostgresHome home, boolean temporary) {
        this.home = home;
        this.temporary = temporary;
    }

    RunningPostgres start() {
        try {
            if (!Files.exists(home.data())) {
                createData();
            }
            home.user().own(home.data());
            requireSameMajorVersion();
            Trees.rotate(home.log(), LOG_LIMIT_BYTES);
            return startWithAnyPort();
        } catch (IOException failure) {
            throw new DevServiceException(
                    "Cannot start Postgres in " + home.folder() + ": " + failure, failure);
        }
    }

    /**
     * The data gets its real name in one step: whoever is killed in between leaves nothing that
     * looks like data.
     */
    private void createData() throws IOException {
        Path unfinished = home.unfinishedData();
        Trees.delete(unfinished);
        Files.createDirectory(
                unfinished,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        home.createSuperuserPassword();
        Path passwordForInitdb = home.folder().resolve("initdb.password");
        try {
            Files.copy(
                    home.password(),
                    passwordForInitdb,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            home.user().own(passwordForInitdb);
            home.user().own(unfinished);
            initdb(unfinished, passwordForInitdb);
        } finally {
            Files.deleteIfExists(passwordForInitdb);
        }
        Files.move(unfinished, home.data(), StandardCopyOption.ATOMIC_MOVE);
        LOG.info("Postgres data created in {}", home.data());
    }

    /**
     * The built-in locale sorts alike on every platform, so a test does not depend on the machine's
     * libc.
     */
    private void initdb(Path target, Path password) {
        Command.Result result =
                home.run(
                        INITDB_PATIENCE,
                        "initdb",
                        "--pgdata=" + target,
                        "--username=" + RunningPostgres.SUPERUSER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums",
                        "--no-instructions",
                        // What is deleted at the end needs no flush before its first use.
                        temporary ? "--no-sync" : "--sync-method=fsync");
        if (!result.succeeded()) {
            throw new DevServiceException("initdb failed:\n" + result.output());
        }
    }

    private void requireSameMajorVersion() throws IOException {
        String data = Files.readString(home.data().resolve("PG_VERSION")).strip();
        String program = home.run(Duration.ofSeconds(10), "postgres", "--version").output();
        if (!program.matches("postgres \\(PostgreSQL\\) " + data + "\\..*")) {
            throw new DevServiceException(
                    ("%s was written by PostgreSQL %s, but this is %s: dump it with the old one"
                                    + " or remove it")
                            .formatted(home.data(), data, program));
        }
    }

    private RunningPostgres startWithAnyPort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = attempt == 1 ? Ports.choose(home.port()) : Ports.anyFree();
            PostgresSettings.write(home.data(), port);
            home.user().own(home.data().resolve(PostgresSettings.MAIN_FILE));
            home.user().own(home.data().resolve(PostgresSettings.ACCESS_FILE));
            long logBefore = Trees.size(home.log());
            Optional<RunningPostgres> running = launchOnceOrphansEnded(port);
            if (running.isPresent()) {
                Ports.store(home.port(), port);
                return running.get();
            }
            boolean portWasTaken =
                    Trees.tail(home.log(), logBefore).contains("Address already in use");
            if (!portWasTaken || attempt == PORT_ATTEMPTS) {
                throw new DevServiceException("Postgres did not start. " + home.logTail(logBefore));
            }
        }
    }

    /**
     * Children of a killed postmaster finish their query first, and until then Postgres protects
     * the data from us.
     */
    private Optional<RunningPostgres> launchOnceOrphansEnded(int port) {
        long end = System.nanoTime() + ORPHANS_PATIENCE.toNanos();
        while (true) {
            long logBefore = Trees.size(home.log());
            Optional<RunningPostgres> running = launch(port);
            boolean orphansWork =
                    running.isEmpty()
                            && Trees.tail(home.log(), logBefore)
                                    .contains("pre-existing shared memory block");
            if (!orphansWork || System.nanoTime() - end > 0) {
                return running;
            }
            Waiting.until(Duration.ofMillis(500), () -> false);
        }
    }

    /**
     * {@code pg_ctl} detaches the server from our terminal, so that Ctrl-C ends us first and the
     * database after us.
     */
    private Optional<RunningPostgres> launch(int port) {
        String seconds = Long.toString(START_PATIENCE.toSeconds());
        int exitCode =
                Command.runInto(
                        home.log(),
                        home.words(
                                "pg_ctl",
                                "start",
                                "-s",
                                "-w",
                                "-t",
                                seconds,
                                "-D",
                                home.data().toString()),
                        home.binaries().folder(),
                        START_PATIENCE.plusSeconds(10));
        Optional<ProcessHandle> process =
                PostmasterFile.read(home.postmasterFile())
                        .flatMap(file -> ProcessHandle.of(file.pid()));
        if (exitCode != 0 || process.isEmpty()) {
            return Optional.empty();
        }
        LOG.info(
                "Postgres started, pid {}, port {}, data {}",
                process.get().pid(),
                port,
                home.data());
        return Optional.of(new RunningPostgres(home, process.get(), port));
    }
}
