package io.megatron.server.scenarios;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A folder with an installation in it, and all processes that were started for it: servers, and the
 * embedded Postgres and Redis that outlive them. Closing it ends them all, by their process ids.
 */
final class Installation implements AutoCloseable {
    private static final Set<Installation> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OPEN.forEach(Installation::endEverything)));
    }

    private final Path folder;
    private final List<ServerProcess> servers = new CopyOnWriteArrayList<>();

    Installation(Path folder) {
        this.folder = realPath(folder);
        OPEN.add(this);
    }

    /** An installation whose first start is behind it. */
    static Installation startedBefore(Path folder) {
        Installation installation = new Installation(folder);
        FirstStart.copyTo(installation.data());
        return installation;
    }

    private static Path realPath(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    /** Where the server keeps what it has to keep. */
    Path data() {
        return folder.resolve("data");
    }

    /** A server that serves. */
    ServerProcess start(Map<String, String> settings) {
        ServerProcess server = launch(settings);
        server.awaitReady();
        return server;
    }

    ServerProcess start() {
        return start(Map.of());
    }

    /** A server that is being started. */
    ServerProcess launch(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("MEGATRON_DATA", data().toString());
        ServerProcess server = ServerProcess.launch(folder, all);
        servers.add(server);
        return server;
    }

    /** The embedded Postgres, with everything it has forked. */
    List<ProcessHandle> postgres() {
        return embedded().postgres();
    }

    /** The embedded Redis. */
    List<ProcessHandle> redis() {
        return embedded().redis();
    }

    private EmbeddedProcesses embedded() {
        return new EmbeddedProcesses(data());
    }

    /** The embedded database as the role that owns the tables. */
    String ownerUrl() {
        return "jdbc:postgresql://127.0.0.1:%s/megatron?user=megatron_owner"
                .formatted(text(data().resolve("postgres/postgres.port")).strip());
    }

    /** The embedded Postgres as whoever may change its settings. */
    String superuserUrl() {
        return ownerUrl()
                .replace(
                        "megatron_owner",
                        "postgres&password="
                                + text(data().resolve("postgres/superuser.password")).strip());
    }

    String postgresLog() {
        return text(data().resolve("postgres/postgres.log"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void endEverything() {
        List<ProcessHandle> embedded = embedded().all();
        servers.forEach(ServerProcess::close);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> servers.stream().noneMatch(ServerProcess::lives));
        Signals.kill(embedded);
    }

    @Override
    public void close() {
        endEverything();
        OPEN.remove(this);
    }
}
