package io.megatron.client.running;

import io.megatron.client.ClientException;
import io.megatron.client.connection.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A server with a folder and ports of its own, which ends with us however we end: closed, by an
 * error, by a signal. Only a {@code kill -9} of ours leaves it behind.
 *
 * <p>It is told nothing of the settings around us, so that it never meets the data of another one.
 */
public final class OwnServer implements AutoCloseable {
    private static final Duration STARTING = Duration.ofSeconds(60);
    private static final Duration STOPPING = Duration.ofSeconds(45);
    private static final Duration LOOKING = Duration.ofMillis(50);
    private static final String LOOPBACK = "127.0.0.1";

    /** How a JVM ends that was asked to by SIGTERM: 128 and the signal's number. */
    private static final int TERMINATED = 143;

    private final Process process;
    private final FreePorts ports;
    private final ServerFolder folder;
    private final boolean keep;
    private boolean closed;

    private OwnServer(Process process, FreePorts ports, ServerFolder folder, boolean keep) {
        this.process = process;
        this.ports = ports;
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * Starts it and returns when it serves.
     *
     * @param runScript {@code scripts/run}; what it runs has been built
     * @param keep whether its folder outlives it
     */
    public static OwnServer start(Path runScript, boolean keep) {
        ServerFolder folder = ServerFolder.create();
        FreePorts ports = FreePorts.find();
        Process process = launch(runScript, folder, ports);
        OwnServer server = new OwnServer(process, ports, folder, keep);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stops-own-server"));
        try {
            server.awaitReady();
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
        return server;
    }

    private static Process launch(Path runScript, ServerFolder folder, FreePorts ports) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        runScript.toString(), "--no-build", "--home", folder.path().toString());
        builder.environment().keySet().removeIf(OwnServer::isForeignSetting);
        builder.environment().put("MEGATRON_GRPC_PORT", Integer.toString(ports.grpc()));
        builder.environment().put("MEGATRON_MANAGEMENT_PORT", Integer.toString(ports.management()));
        builder.redirectErrorStream(true).redirectOutput(folder.log().toFile());
        try {
            return builder.start();
        } catch (IOException failure) {
            folder.delete();
            throw new ClientException(
                    "cannot run %s: %s".formatted(runScript, failure.getMessage()), failure);
        }
    }

    private static boolean isForeignSetting(String name) {
        return name.startsWith("MEGATRON_") && !name.startsWith("MEGATRON_JAVA_");
    }

    private void awaitReady() {
        Pattern ready = Pattern.compile("\\bready\\b.*:" + ports.grpc() + "\\b");
        long end = System.nanoTime() + STARTING.toNanos();
        while (folder.logged(ready).isEmpty()) {
            if (!process.isAlive()) {
                throw new ClientException("the server did not start\n" + folder.logTail());
            }
            if (System.nanoTime() > end) {
                throw new ClientException(
                        "the server was not ready within %d s%n%s"
                                .formatted(STARTING.toSeconds(), folder.logTail()));
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOKING);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while the server started", interrupted);
        }
    }

    public Address grpc() {
        return new Address(LOOPBACK, ports.grpc());
    }

    public Address management() {
        return new Address(LOOPBACK, ports.management());
    }

    public Path home() {
        return folder.path();
    }

    public Path dataFolder() {
        return folder.data();
    }

    public long pid() {
        return process.pid();
    }

    public String logTail() {
        return folder.logTail();
    }

    /** Whoever comes second waits: a signal must not end us before the server has ended. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        process.destroy();
        if (!endsInTime()) {
            System.err.printf("the server did not stop in %d s%n", STOPPING.toSeconds());
            process.destroyForcibly();
        }
        if (!endedCleanly()) {
            folder.endDatabases();
        }
        if (!keep) {
            folder.delete();
        }
    }

    private boolean endedCleanly() {
        return !process.isAlive()
                && (process.exitValue() == 0 || process.exitValue() == TERMINATED);
    }

    private boolean endsInTime() {
        try {
            return process.waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
