package io.megatron.devservices;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL server of our own, with the settings of a real one: a commit that was confirmed is
 * on the disk.
 *
 * <p>It listens on 127.0.0.1 only. The database {@code megatron} belongs to the role {@code
 * megatron_owner}, which migrates it; the role {@code megatron_app} may log in and owns nothing, so
 * the grants of the migrations are what it has. Both log in without a password, as everybody on
 * this loopback is the developer; the superuser has a password, which lies in the folder. Do not
 * use it for anything but development and tests.
 *
 * <p>The server is detached from this process and survives its death. The next {@link #start} on
 * the same folder adopts it. A folder has one living owner at a time, and a second one is refused.
 */
public final class DevPostgres implements AutoCloseable {
    private static final TemporaryFolders TEMPORARY =
            new TemporaryFolders("megatron-postgres-", PostgresHome.LOCK_NAME, true);

    private final FolderLock lock;
    private final RunningPostgres server;
    private final boolean temporary;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DevPostgres(FolderLock lock, RunningPostgres server, boolean temporary) {
        this.lock = lock;
        this.server = server;
        this.temporary = temporary;
    }

    /**
     * Starts the server of this folder, or adopts the one that a killed process left running on it.
     *
     * <p>The port is that of the last start if nobody else took it meanwhile. Returns when
     * connections are accepted.
     *
     * @throws DevServiceException if another living process uses the folder, or the server does not
     *     start; the message then holds the end of its log
     */
    public static DevPostgres start(Path folder) {
        return start(Trees.realFolder(folder), false);
    }

    /**
     * Starts a server with the same settings on a fresh folder, which {@link #close} deletes.
     *
     * <p>First it removes what temporary servers of killed processes left behind.
     */
    public static DevPostgres startTemporary() {
        TEMPORARY.removeAbandoned(DevPostgres::stopAbandoned);
        return start(TEMPORARY.create(), true);
    }

    private static DevPostgres start(Path folder, boolean temporary) {
        FolderLock lock = FolderLock.acquire(folder.resolve(PostgresHome.LOCK_NAME));
        boolean started = false;
        try {
            PostgresHome home = PostgresHome.in(folder);
            RunningPostgres server =
                    new AdoptingPostgres(home)
                            .adopt()
                            .orElseGet(() -> new StartingPostgres(home, temporary).start());
            prepareOrStop(server);
            started = true;
            return new DevPostgres(lock, server, temporary);
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    /** A server that cannot be used must not stay behind when the start fails. */
    private static void prepareOrStop(RunningPostgres server) {
        try {
            new PostgresRoles(server).prepare();
        } catch (DevServiceException failure) {
            server.stopCleanly();
            throw failure;
        }
    }

    private static void stopAbandoned(Path folder) {
        new AdoptingPostgres(PostgresHome.in(folder))
                .adopt()
                .ifPresent(RunningPostgres::stopAtOnce);
    }

    /**
     * Where the application's role finds the server that runs on this folder, whoever owns it: for
     * a second process that joins in. Empty when none runs there.
     */
    public static Optional<String> runningAppUrl(Path folder) {
        return Files.isDirectory(folder)
                ? new AdoptingPostgres(PostgresHome.in(Trees.realFolder(folder)))
                        .running()
                        .map(
                                server ->
                                        url(
                                                server.port(),
                                                PostgresRoles.DATABASE,
                                                PostgresRoles.APP))
                : Optional.empty();
    }

    private static String url(int port, String database, String role) {
        return "jdbc:postgresql://%s:%d/%s?user=%s".formatted(Ports.LOOPBACK, port, database, role);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return server.port();
    }

    /** The process id of the postmaster, for whoever wants to watch or kill it. */
    public long pid() {
        return server.process().pid();
    }

    /**
     * Whether the postmaster runs. One that was killed does not, also while its parent, which may
     * take its time, has not noticed.
     */
    public boolean isRunning() {
        return Processes.lives(server.process());
    }

    /** The database {@code megatron} as the role that owns and migrates it. */
    public String ownerUrl() {
        return jdbcUrl(PostgresRoles.DATABASE, PostgresRoles.OWNER);
    }

    /** The database {@code megatron} as the role the application works with. */
    public String appUrl() {
        return jdbcUrl(PostgresRoles.DATABASE, PostgresRoles.APP);
    }

    /** A complete JDBC address: it carries the role, and the password where the role needs one. */
    public String jdbcUrl(String database, String role) {
        String url = url(port(), database, role);
        return role.equals(RunningPostgres.SUPERUSER)
                ? url + "&password=" + server.home().superuserPassword()
                : url;
    }

    /**
     * Creates an empty database with the rights of {@code megatron}, so that a test has one for
     * itself.
     *
     * @param nameHint the beginning of its name; what follows makes it unique
     * @return the name of the database
     */
    public String createDatabase(String nameHint) {
        return new PostgresRoles(server).createDatabase(nameHint);
    }

    /**
     * Creates a copy of a database, which is much faster than to migrate again.
     *
     * @param templateDatabase must have no open connections, as Postgres copies only a database at
     *     rest
     * @return the name of the copy
     */
    public String createDatabase(String nameHint, String templateDatabase) {
        return new PostgresRoles(server).createDatabase(nameHint, templateDatabase);
    }

    /**
     * Stops the server, also an adopted one, and gives the folder free; what was temporary is
     * deleted.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (temporary) {
                server.stopAtOnce();
                Trees.delete(server.home().folder());
            } else {
                server.stopCleanly();
            }
        } finally {
            lock.close();
        }
    }
}
