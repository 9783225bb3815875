package io.megatron.core.operations;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.megatron.core.operations.PreparingDatabase.Plan;
import io.megatron.core.operations.PreparingDatabase.UnfitDatabaseException;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.devservices.DevPostgres;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which databases may keep the book, and what is said of the others. */
class PreparingDatabaseTest {

    private static Plan plan(TestDatabase database, String kind) {
        return new Plan(
                Optional.of(database.ownerUrl()), database.address().applicationUrl(), kind, 50);
    }

    private static void refused(Plan plan, String... words) {
        assertThatThrownBy(() -> PreparingDatabase.prepare(plan))
                .isInstanceOf(UnfitDatabaseException.class)
                .message()
                .contains(words)
                .doesNotContain("jdbc:");
    }

    @Test
    void a_server_that_would_lose_commits_in_a_crash_is_refused_naming_the_setting() {
        try (DevPostgres postgres = DevPostgres.startTemporary()) {
            TestDatabase database = TestDatabases.on(postgres);
            for (String setting :
                    new String[] {"fsync", "full_page_writes", "synchronous_commit"}) {
                setOnServer(database, setting, "off");
                refused(plan(database, "development"), setting);
                setOnServer(database, setting, "on");
                PreparingDatabase.prepare(plan(database, "development"));
            }
            setOnServer(database, "fsync", "off");
            setOnServer(database, "synchronous_commit", "off");
            refused(plan(database, "development"), "fsync", "synchronous_commit");
        }
    }

    /** Returns once new sessions see it: the server reads its configuration in its own time. */
    private static void setOnServer(TestDatabase database, String setting, String value) {
        run(
                database.superuserUrl(),
                "alter system set " + setting + " = " + value,
                "select pg_reload_conf()");
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> database.value("show " + setting).equals(value));
    }

    /** Durability may also be lost for one role only. */
    @Test
    void a_role_whose_commits_are_not_durable_is_refused() {
        TestDatabase database = TestDatabases.fresh("role");
        run(
                database.superuserUrl(),
                "do $$ begin execute format('alter role megatron_app in database %I set"
                        + " synchronous_commit = off', current_database()); end $$");

        refused(plan(database, "development"), "synchronous_commit");
    }

    @Test
    void one_role_for_both_is_refused_and_leaves_the_database_as_it_was() {
        TestDatabase database = TestDatabases.empty("one_role");
        Plan ownerAsApplication =
                new Plan(Optional.of(database.ownerUrl()), database.ownerUrl(), "development", 50);

        refused(ownerAsApplication, "MEGATRON_POSTGRES_OWNER_URL");

        assertThat(database.value("select to_regclass('book') is null")).isEqualTo("t");
        PreparingDatabase.prepare(plan(database, "development"));
        tradesWork(database);
    }

    @Test
    void an_application_s_role_that_owns_the_tables_is_refused() {
        TestDatabase database = TestDatabases.fresh("owner");

        refused(
                new Plan(Optional.empty(), database.ownerUrl(), "development", 50),
                "owns",
                "megatron_owner");
    }

    /** Whoever may become the owner could drop the guards as well. */
    @Test
    void an_application_s_role_that_may_become_the_owner_is_refused() {
        TestDatabase database = TestDatabases.fresh("member");
        run(database.superuserUrl(), "grant megatron_owner to megatron_app");
        try {
            refused(plan(database, "development"), "owns", "megatron_app");
        } finally {
            run(database.superuserUrl(), "revoke megatron_owner from megatron_app");
        }
    }

    @Test
    void a_superuser_is_refused() {
        TestDatabase database = TestDatabases.fresh("super");

        refused(
                new Plan(
                        Optional.of(database.ownerUrl()),
                        database.superuserUrl(),
                        "development",
                        50),
                "postgres",
                "superuser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"development", "production"})
    void an_installation_stays_what_it_was_born_as(String born) {
        TestDatabase database = TestDatabases.bornAs(born);
        String other = born.equals("development") ? "production" : "development";

        refused(plan(database, other), born, other);

        assertThat(database.value("select kind from installation")).isEqualTo(born);
        PreparingDatabase.prepare(plan(database, born));
    }

    @Test
    void an_empty_database_without_an_owner_is_refused_with_what_to_do() {
        TestDatabase database = TestDatabases.empty("empty");

        refused(
                new Plan(Optional.empty(), database.address().applicationUrl(), "development", 50),
                "empty",
                "MEGATRON_POSTGRES_OWNER_URL");
    }

    @Test
    void a_prepared_database_needs_no_owner_any_more() {
        TestDatabase database = TestDatabases.fresh("prepared");

        assertThat(
                        PreparingDatabase.prepare(
                                new Plan(
                                        Optional.empty(),
                                        database.address().applicationUrl(),
                                        "development",
                                        50)))
                .isEqualTo(database.address());
    }

    @Test
    void preparing_again_changes_nothing() {
        TestDatabase database = TestDatabases.fresh("again");
        try (Exchange exchange = Exchange.on(database)) {
            accepted(exchange.buy(exchange.traderWith("5"), exchange.asset("1", "0"), "2"));
        }
        Map<String, String> before = database.contents();
        String schema = schema(database);

        PreparingDatabase.prepare(
                new Plan(
                        Optional.of(database.ownerUrl()),
                        database.address().applicationUrl(),
                        "development",
                        199));

        assertThat(database.contents()).isEqualTo(before);
        assertThat(schema(database)).isEqualTo(schema);
        tradesWork(database);
    }

    private static String schema(TestDatabase database) {
        return database.value(
                "select string_agg(relname || relkind::text || relnatts, ' ' order by relname)"
                        + " || (select count(*) from flyway_schema_history)"
                        + " from pg_class where relnamespace = 'public'::regnamespace");
    }

    @Test
    void a_new_installation_begins_with_the_fee_it_was_given_and_months_ahead() {
        TestDatabase database = TestDatabases.empty("fee");

        PreparingDatabase.prepare(
                new Plan(
                        Optional.of(database.ownerUrl()),
                        database.address().applicationUrl(),
                        "development",
                        123));

        assertThat(database.value("select fee_bps from book_state")).isEqualTo("123");
        YearMonth now = YearMonth.now(ZoneOffset.UTC);
        for (int ahead = 0; ahead <= 12; ahead++) {
            String partition = "trades_" + now.plusMonths(ahead).toString().replace('-', '_');
            assertThat(database.value("select to_regclass('" + partition + "') is not null"))
                    .as(partition)
                    .isEqualTo("t");
        }
    }

    @Test
    void a_missing_month_is_made_at_the_next_start() {
        TestDatabase database = TestDatabases.fresh("months");
        String partition =
                "trades_"
                        + YearMonth.now(ZoneOffset.UTC).plusMonths(5).toString().replace('-', '_');
        database.execute("drop table " + partition);

        PreparingDatabase.prepare(
                new Plan(Optional.empty(), database.address().applicationUrl(), "development", 50));

        assertThat(database.value("select to_regclass('" + partition + "') is not null"))
                .isEqualTo("t");
        assertThat(
                        database.value(
                                """
                                select coalesce(string_agg(oid::regclass::text, ' '), 'none') from pg_class
                                where (relname in ('entries', 'transfers', 'outbox', 'requests')
                                       or oid in (select inhrelid from pg_inherits
                                                  where inhparent = 'trades'::regclass))
                                  and reloptions is distinct from array[
                                      'autovacuum_vacuum_insert_scale_factor=0',
                                      'autovacuum_vacuum_insert_threshold=200000']
                                """))
                .as("what is not vacuumed in small steps")
                .isEqualTo("none");
    }

    @Test
    void a_server_that_cannot_be_reached_is_said_to_be_so() {
        String nowhere = "jdbc:postgresql://127.0.0.1:1/megatron?user=megatron_app";

        refused(new Plan(Optional.of(nowhere), nowhere, "development", 50), "Postgres");
    }

    private static void tradesWork(TestDatabase database) {
        try (Exchange exchange = Exchange.on(database)) {
            AssetId asset = exchange.asset("1", "0");
            UserId trader = exchange.traderWith("10");
            assertThat(accepted(exchange.buy(trader, asset, "10")).cashAfter()).hasToString("0");
            exchange.reconciles();
        }
    }

    private static void run(String url, String... statements) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
