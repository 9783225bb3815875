package io.megatron.server.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The embedded servers of an installation, which are no descendants of whoever started them.
 *
 * @param data the installation's data folder
 */
record EmbeddedProcesses(Path data) {

    /** Postgres, with everything it has forked. */
    List<ProcessHandle> postgres() {
        return process("postgres/data/postmaster.pid").stream()
                .flatMap(
                        postmaster ->
                                Stream.concat(Stream.of(postmaster), postmaster.descendants()))
                .toList();
    }

    List<ProcessHandle> redis() {
        return process("redis/redis.pid").stream().toList();
    }

    List<ProcessHandle> all() {
        return Stream.concat(postgres().stream(), redis().stream()).toList();
    }

    /**
     * The process that a file names in its first line; absent if it is gone, even where its number
     * has been given to somebody else since.
     */
    private Optional<ProcessHandle> process(String pidFile) {
        Path file = data.resolve(pidFile);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(first -> first.matches("\\d+"))
                    .map(Long::parseLong)
                    .flatMap(ProcessHandle::of)
                    .filter(Signals::lives)
                    .filter(this::isOurs);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(data.toString()))
                .isPresent();
    }
}
