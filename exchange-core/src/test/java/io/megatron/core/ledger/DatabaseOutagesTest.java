package io.megatron.core.ledger;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Load;
import io.megatron.core.testing.Seed;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.devservices.DevPostgres;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Postgres goes away in the middle of the load, in every way there is. Afterwards every
 * acknowledged trade is there once, no other is, and the service has come back by itself. {@code
 * -Dmegatron.kills=10} makes it go away more often.
 */
@Timeout(240)
class DatabaseOutagesTest {
    private static final int CALLERS = 32;
    private static final int KILLS = Integer.getInteger("megatron.kills", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(10);

    @TempDir private static Path folder = Path.of("");

    @Test
    void a_killed_postgres_costs_no_acknowledged_trade() {
        outages("killed", KILLS, DatabaseOutagesTest::killed);
    }

    @Test
    @Tag("scenario")
    void a_restarted_postgres_costs_no_acknowledged_trade() {
        outages("restarted", KILLS, DatabaseOutagesTest::restarted);
    }

    @Test
    void backends_that_die_at_any_moment_cost_no_acknowledged_trade() {
        terminations(20 * KILLS);
    }

    /** What a test does to a server; returns the one that runs afterwards. */
    private interface Outage {
        DevPostgres of(DevPostgres postgres, Path folder);
    }

    private static void outages(String name, int times, Outage outage) {
        RandomGenerator random = Seed.random(name);
        Path server = folder.resolve(name);
        DevPostgres postgres = DevPostgres.start(server);
        try {
            int port = postgres.port();
            TestDatabase database = TestDatabases.on(postgres);
            try (Exchange exchange = Exchange.on(database);
                    Load load = Load.on(exchange, CALLERS)) {
                for (int i = 0; i < times; i++) {
                    load.awaitAnswers(100 + random.nextInt(300), PATIENCE);
                    postgres = outage.of(postgres, server);
                    assertThat(postgres.port()).as("port of the new start").isEqualTo(port);
                }
                load.awaitAnswers(200, PATIENCE);
                Map<String, Long> told = load.stop();
                System.out.println(name + ": callers were told " + told);
                load.verify(exchange);
                resumes(exchange);
            }
        } finally {
            postgres.close();
        }
    }

    private static DevPostgres killed(DevPostgres postgres, Path folder) {
        ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
        await().pollInterval(OFTEN).atMost(PATIENCE).until(() -> !postgres.isRunning());
        postgres.close();
        return DevPostgres.start(folder);
    }

    private static DevPostgres restarted(DevPostgres postgres, Path folder) {
        postgres.close();
        return DevPostgres.start(folder);
    }

    private static void terminations(int times) {
        RandomGenerator random = Seed.random("terminated backends");
        try (Exchange exchange = Exchange.fresh();
                Load load = Load.on(exchange, CALLERS);
                Connection superuser = exchange.database().asSuperuser();
                Statement statement = superuser.createStatement()) {
            for (int ended = 0; ended < times; ) {
                load.awaitAnswers(1 + random.nextInt(60), PATIENCE);
                ended += endWhoWrites(statement);
            }
            load.awaitAnswers(100, PATIENCE);
            Map<String, Long> told = load.stop();
            System.out.println("terminated backends: callers were told " + told);
            assertThat(told).as("nobody notices").containsOnlyKeys("Accepted", "Refused");
            assertThat(exchange.count("megatron.book.outages")).as("cut off").isPositive();
            load.verify(exchange);
            resumes(exchange);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the backends that are in a transaction of the book; how many those were. */
    private static int endWhoWrites(Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                + " where application_name = 'megatron-book'"
                                + " and datname = current_database() and state <> 'idle'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void resumes(Exchange exchange) {
        assertThat(exchange.aborts()).isZero();
        exchange.reconciles();
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("10");
        assertThat(Attempt.of(() -> accepted(exchange.buy(trader, asset, "1"))).value().cashAfter())
                .hasToString("9");
    }
}
