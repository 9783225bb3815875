package io.megatron.devservices;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Redis server of our own that keeps its data in an append-only file.
 *
 * <p>It listens on 127.0.0.1 only and asks for no password: it is for development and tests. It
 * writes to the disk once a second, which is enough, as the events it carries stay in Postgres
 * until they are acknowledged. Like {@link DevPostgres} it survives the death of this process, is
 * adopted by the next {@link #start} on its folder, and a second living owner is refused.
 */
public final class DevRedis implements AutoCloseable {
    private static final TemporaryFolders TEMPORARY =
            new TemporaryFolders("megatron-redis-", RedisHome.LOCK_NAME, false);

    private final FolderLock lock;
    private final RunningRedis server;
    private final boolean temporary;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DevRedis(FolderLock lock, RunningRedis server, boolean temporary) {
        this.lock = lock;
        this.server = server;
        this.temporary = temporary;
    }

    /**
     * Starts the server of this folder, or adopts the one that a killed process left running in it.
     *
     * <p>The port is that of the last start if nobody else took it meanwhile. Returns when the
     * server answers.
     *
     * @throws DevServiceException if another living process uses the folder, there is no Redis for
     *     this platform, or the server does not start; the message then holds the end of its log
     */
    public static DevRedis start(Path folder) {
        return start(Trees.realFolder(folder), false);
    }

    /**
     * Starts a server on a fresh folder, which {@link #close} deletes.
     *
     * <p>First it removes what temporary servers of killed processes left behind.
     */
    public static DevRedis startTemporary() {
        TEMPORARY.removeAbandoned(DevRedis::stopAbandoned);
        return start(TEMPORARY.create(), true);
    }

    private static DevRedis start(Path folder, boolean temporary) {
        FolderLock lock = FolderLock.acquire(folder.resolve(RedisHome.LOCK_NAME));
        boolean started = false;
        try {
            RedisHome home = new RedisHome(folder);
            RunningRedis server =
                    new AdoptingRedis(home)
                            .adopt()
                            .orElseGet(() -> new StartingRedis(home).start());
            awaitReadinessOrStop(server);
            started = true;
            return new DevRedis(lock, server, temporary);
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    /** A server that cannot be used must not stay behind when the start fails. */
    private static void awaitReadinessOrStop(RunningRedis server) {
        try {
            server.awaitReadiness();
        } catch (DevServiceException failure) {
            server.stop();
            throw failure;
        }
    }

    private static void stopAbandoned(Path folder) {
        new AdoptingRedis(new RedisHome(folder)).adopt().ifPresent(RunningRedis::stop);
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return server.port();
    }

    /** The process id of the server, for whoever wants to watch or kill it. */
    public long pid() {
        return server.process().pid();
    }

    /** The address as every Redis client takes it. */
    public String url() {
        return "redis://%s:%d".formatted(Ports.LOOPBACK, port());
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
            server.stop();
            if (temporary) {
                Trees.delete(server.home().folder());
            }
        } finally {
            lock.close();
        }
    }
}
