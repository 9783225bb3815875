package io.megatron.devservices;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one program to its end and keeps what it said. */
final class Command {
    private Command() {}

    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * The output goes through a file and not through a pipe, since a daemon that inherits the pipe
     * would keep us reading for as long as it lives.
     */
    static Result run(List<String> words, Path workingFolder, Duration patience) {
        try {
            Path output = Files.createTempFile("megatron-command-", ".out");
            try {
                int exitCode = runInto(output, words, workingFolder, patience);
                return new Result(
                        exitCode, Files.readString(output, Charset.defaultCharset()).strip());
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException failure) {
            throw new DevServiceException(
                    "Could not run " + words + ": " + failure.getMessage(), failure);
        }
    }

    /** Appends the output, also that of a daemon the program leaves behind, to the given file. */
    static int runInto(Path output, List<String> words, Path workingFolder, Duration patience) {
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .directory(workingFolder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        // A PGPORT or PGOPTIONS in the developer's shell is meant for another server.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            return exitCodeOf(builder.start(), words, patience);
        } catch (IOException failure) {
            throw new DevServiceException(
                    "Could not run " + words + ": " + failure.getMessage(), failure);
        }
    }

    private static int exitCodeOf(Process process, List<String> words, Duration patience) {
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new DevServiceException(
                    words + " did not end within " + patience.toSeconds() + " s");
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new DevServiceException("Interrupted while waiting for " + words, interrupted);
        }
    }
}
