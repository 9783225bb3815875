package io.megatron.client.running;

import io.megatron.client.ClientException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The process of an own server. It is told nothing of the settings around us, so that it never
 * meets the data of another one.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration STOPPING = Duration.ofSeconds(45);

    private final Process process;
    private final ServerFolder folder;
    private final boolean keepFolder;
    private volatile boolean closing;

    private ServerProcess(Process process, ServerFolder folder, boolean keepFolder) {
        this.process = process;
        this.folder = folder;
        this.keepFolder = keepFolder;
    }

    /** Starts it, and sees to it that it ends when we do. */
    static ServerProcess launch(
            Path runScript, ServerFolder folder, boolean keepFolder, Map<String, String> settings) {
        ServerProcess process =
                new ServerProcess(start(runScript, folder, settings), folder, keepFolder);
        Runtime.getRuntime().addShutdownHook(new Thread(process::close, "stops-own-server"));
        return process;
    }

    private static Process start(
            Path runScript, ServerFolder folder, Map<String, String> settings) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        runScript.toString(), "--no-build", "--home", folder.path().toString());
        setUp(builder.environment());
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(folder.log().toFile());
        try {
            return builder.start();
        } catch (IOException failure) {
            folder.delete();
            throw new ClientException(
                    "cannot run %s: %s".formatted(runScript, failure.getMessage()), failure);
        }
    }

    private static void setUp(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(
                        name -> name.startsWith("MEGATRON_") && !name.startsWith("MEGATRON_JAVA_"));
        environment.put("MEGATRON_GRPC_PORT", "0");
        environment.put("MEGATRON_MANAGEMENT_PORT", "0");
        environment.put("MEGATRON_LOCAL_CHAIN", "false");
    }

    boolean isClosing() {
        return closing;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** How it ended, once it has. */
    int status() {
        return process.exitValue();
    }

    /** Whoever comes second waits: a signal must not end us before the server has ended. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        process.destroy();
        if (!endsInTime()) {
            System.err.printf("the server did not stop in %d s%n", STOPPING.toSeconds());
            process.destroyForcibly();
        }
        // One that was told to stop while it started may have started a service meanwhile.
        folder.endServices();
        if (!keepFolder) {
            folder.delete();
        }
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
