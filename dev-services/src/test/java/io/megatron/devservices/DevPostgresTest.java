package io.megatron.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Postgres on a folder: what it keeps, whom it is adopted by, and whom it refuses. */
@Timeout(60)
class DevPostgresTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private static Path temporary = Path.of("");
    private static Path folder = Path.of("");

    /** A space and a quote, as in the name of many a home folder. */
    @BeforeAll
    static void nameTheFolder() throws Exception {
        folder = temporary.toRealPath().resolve("it's data").resolve("postgres");
    }

    /** What a failed test left running is adopted and stopped. */
    @AfterEach
    void stopWhatIsLeft() {
        if (Files.exists(folder.resolve("data").resolve("postmaster.pid"))) {
            DevPostgres.start(folder).close();
        }
    }

    @Test
    void committed_rows_and_the_port_survive_close_and_restart() throws Exception {
        int port;
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            writeOneTrade(postgres);
            port = postgres.port();
        }
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            assertThat(trades(postgres)).isEqualTo("1");
            assertThat(postgres.port()).isEqualTo(port);
        }
    }

    @Test
    void committed_rows_survive_a_killed_postmaster() throws Exception {
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            writeOneTrade(postgres);
            kill(postgres.pid());
        }
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            assertThat(trades(postgres)).isEqualTo("1");
        }
    }

    @Test
    void a_start_waits_for_the_last_query_of_a_killed_postmaster() throws Exception {
        CompletableFuture<Boolean> lastQuery;
        long backend;
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            writeOneTrade(postgres);
            lastQuery = longQuery(postgres.ownerUrl());
            backend = backendOf(postgres);
            kill(postgres.pid());
        }
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            assertThat(ProcessHandle.of(backend).filter(Processes::lives)).isEmpty();
            assertThat(trades(postgres)).isEqualTo("1");
        }
        assertThat(lastQuery.get(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void the_orphan_of_a_killed_owner_is_adopted_and_stopped() throws Exception {
        long pid;
        int port;
        try (Owner owner = Owner.starting(PostgresOwner.class, folder)) {
            pid = Long.parseLong(owner.answer());
            port = Ports.stored(folder.resolve("postgres.port")).orElseThrow();
            owner.kill();
        }
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            assertThat(postgres.pid()).isEqualTo(pid);
            assertThat(postgres.port()).isEqualTo(port);
            writeOneTrade(postgres);
        }
        assertThat(ProcessHandle.of(pid).filter(Processes::lives)).isEmpty();
    }

    @Test
    void a_second_owner_is_refused_in_this_process_and_in_another() throws Exception {
        String refusal =
                "Another Megatron (pid %d) uses this folder"
                        .formatted(ProcessHandle.current().pid());
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            assertThatThrownBy(() -> DevPostgres.start(folder))
                    .isInstanceOf(DevServiceException.class)
                    .hasMessageContaining(refusal);
            try (Owner other = Owner.starting(PostgresOwner.class, folder)) {
                assertThat(other.answer()).contains(refusal);
            }
            writeOneTrade(postgres);
        }
    }

    @Test
    void a_process_that_got_the_number_of_a_dead_postmaster_is_left_alone() throws Exception {
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            writeOneTrade(postgres);
            kill(postgres.pid());
        }
        Process unrelated = new ProcessBuilder("sleep", "60").start();
        try {
            Path file = folder.resolve("data").resolve("postmaster.pid");
            List<String> lines = Files.readAllLines(file);
            lines.set(0, Long.toString(unrelated.pid()));
            Files.write(file, lines);
            try (DevPostgres postgres = DevPostgres.start(folder)) {
                assertThat(postgres.pid()).isNotEqualTo(unrelated.pid());
                assertThat(trades(postgres)).isEqualTo("1");
            }
            assertThat(unrelated.isAlive()).isTrue();
        } finally {
            unrelated.destroyForcibly().waitFor();
        }
    }

    @Test
    void a_port_that_somebody_else_took_is_replaced() throws Exception {
        int port;
        try (DevPostgres postgres = DevPostgres.start(folder)) {
            port = postgres.port();
        }
        try (ServerSocket somebody =
                        new ServerSocket(port, 1, InetAddress.ofLiteral(Ports.LOOPBACK));
                DevPostgres postgres = DevPostgres.start(folder)) {
            assertThat(postgres.port()).isNotEqualTo(somebody.getLocalPort());
            writeOneTrade(postgres);
        }
    }

    @Test
    void a_server_that_does_not_start_says_why() throws Exception {
        DevPostgres.start(folder).close();
        Path control = folder.resolve("data").resolve("global").resolve("pg_control");
        Path aside = folder.resolve("pg_control");
        Files.move(control, aside);
        assertThatThrownBy(() -> DevPostgres.start(folder))
                .isInstanceOf(DevServiceException.class)
                .hasMessageContaining("could not find the database system");
        Files.move(aside, control);
    }

    @Test
    void data_that_was_never_finished_is_made_anew() throws Exception {
        Path other = temporary.toRealPath().resolve("other");
        Path unfinished = Files.createDirectories(other.resolve("data.unfinished"));
        Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");
        try (DevPostgres postgres = DevPostgres.start(other)) {
            writeOneTrade(postgres);
        }
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void data_of_another_major_version_is_not_touched() throws Exception {
        Path data = Files.createDirectories(temporary.toRealPath().resolve("old").resolve("data"));
        Files.writeString(data.resolve("PG_VERSION"), "12\n");
        assertThatThrownBy(() -> DevPostgres.start(data.resolveSibling(".").normalize()))
                .isInstanceOf(DevServiceException.class)
                .hasMessageContaining("written by PostgreSQL 12");
    }

    @Test
    void the_three_platforms_have_binaries_and_any_other_is_named() {
        assertThat(
                        List.of(
                                PostgresBinaries.archive("Linux", "amd64"),
                                PostgresBinaries.archive("Linux", "aarch64"),
                                PostgresBinaries.archive("Mac OS X", "aarch64")))
                .extracting(PostgresBinaries::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("postgres-[0-9a-f]{8}-[1-9][0-9]+"));
        assertThatThrownBy(() -> PostgresBinaries.archive("Plan 9", "mips"))
                .isInstanceOf(DevServiceException.class)
                .hasMessageContaining("no Postgres binary for Plan 9 on mips");
    }

    private static void writeOneTrade(DevPostgres postgres) throws SQLException {
        Sql.execute(
                postgres.ownerUrl(),
                "DROP TABLE IF EXISTS trade; CREATE TABLE trade AS SELECT 1 AS id");
    }

    private static String trades(DevPostgres postgres) throws SQLException {
        return Sql.ask(postgres.ownerUrl(), "SELECT count(*) FROM trade");
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        assertThat(Waiting.until(SOON, () -> !Processes.lives(process))).isTrue();
    }

    /** Busy with numbers a backend does not notice that its postmaster is gone. */
    private static CompletableFuture<Boolean> longQuery(String url) {
        String query =
                "SELECT count(*) FROM generate_series(1, 20000) a, generate_series(1, 1000) b WHERE"
                        + " a + b = 0";
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Sql.ask(url, query).equals("0");
                    } catch (SQLException cutOff) {
                        return false;
                    }
                });
    }

    private static long backendOf(DevPostgres postgres) throws SQLException {
        String query =
                "SELECT coalesce(max(pid), 0) FROM pg_stat_activity WHERE query LIKE"
                        + " '%generate_series%' AND pid <> pg_backend_pid()";
        long[] pid = new long[1];
        assertThat(Waiting.until(SOON, () -> (pid[0] = number(postgres, query)) > 0)).isTrue();
        return pid[0];
    }

    private static long number(DevPostgres postgres, String query) {
        try {
            return Long.parseLong(Sql.ask(postgres.jdbcUrl("postgres", "postgres"), query));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
