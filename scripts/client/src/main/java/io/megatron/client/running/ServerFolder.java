package io.megatron.client.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of an own server: its log, and its data folder as it would lie in the project's. */
record ServerFolder(Path path) {
    private static final int TAIL_LINES = 60;
    private static final long PATIENCE_SECONDS = 10;

    static ServerFolder create() {
        try {
            return new ServerFolder(Files.createTempDirectory("megatron-own-"));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make a folder for the server", failure);
        }
    }

    Path data() {
        return path.resolve("data");
    }

    Path log() {
        return path.resolve("server.log");
    }

    /** The first line of the log that matches. */
    Optional<Matcher> logged(Pattern line) {
        return lines().stream().map(line::matcher).filter(Matcher::find).findFirst();
    }

    String logTail() {
        List<String> lines = lines();
        List<String> end = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return "End of the server's log:\n" + String.join("\n", end);
    }

    private List<String> lines() {
        try {
            // Bytes that are no UTF-8 must not hide the rest.
            return Files.readString(log(), StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException notThere) {
            return List.of();
        }
    }

    /**
     * Databases and chain are sessions of their own and outlive a server that was killed. Their
     * process ids lie in this folder, which nobody else uses, so nothing else can be meant.
     */
    void endServices() {
        Stream.of("postgres/data/postmaster.pid", "redis/redis.pid", "chain/chain.pid")
                .map(data()::resolve)
                .flatMap(file -> process(file).stream())
                .forEach(ServerFolder::end);
    }

    private static void end(ProcessHandle service) {
        service.destroy();
        service.onExit().completeOnTimeout(service, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static Optional<ProcessHandle> process(Path pidFile) {
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(String::strip)
                    .map(Long::parseLong)
                    .flatMap(ProcessHandle::of);
        } catch (IOException | NumberFormatException ended) {
            return Optional.empty();
        }
    }

    void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException failure) {
            System.err.println("could not delete " + path + ": " + failure.getMessage());
        }
    }
}
