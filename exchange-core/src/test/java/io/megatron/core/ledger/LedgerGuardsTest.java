package io.megatron.core.ledger;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.operations.MovingClock;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.ScriptedCommand;
import io.megatron.core.testing.TestDatabase;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.TransferCause;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database itself refuses, whoever asks: the ledger's last line of defence. */
class LedgerGuardsTest {
    private static final String RESTRICTED = "23001";
    private static final String UNBALANCED = "23000";
    private static final String NOT_SERIALIZABLE = "25000";
    private static final String DUPLICATE = "23505";
    private static final String CHECK = "23514";
    private static final String NOT_ALLOWED = "42501";

    private static final Map<String, Connection> CONNECTIONS = new HashMap<>();
    private static Exchange exchange = Exchange.fresh();

    @BeforeAll
    static void history() {
        AssetId asset = exchange.asset("1", "0.01");
        UserId trader = exchange.traderWith("100");
        accepted(exchange.buy(trader, asset, "10"));
        accepted(exchange.sell(trader, asset, "3"));
        accepted(
                exchange.use(MovingClock.class)
                        .move(
                                Exchange.adminCall("move"),
                                Duration.ofMinutes(1),
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none()));
    }

    @AfterAll
    static void close() throws SQLException {
        for (Connection connection : CONNECTIONS.values()) {
            connection.close();
        }
        exchange.reconciles();
        exchange.close();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void records_are_append_only_even_for_their_owner(String sql) {
        assertThat(refusal(asOwner(), sql)).isEqualTo(RESTRICTED);
    }

    static Stream<String> changes() {
        return Stream.concat(
                        Stream.of("accounts", "entries", "transfers", "trades", "trades_default"),
                        Stream.of(partitionOfToday()))
                .flatMap(
                        table ->
                                Stream.of(
                                        "update %1$s set %2$s = %2$s"
                                                .formatted(table, columnOf(table)),
                                        "delete from " + table,
                                        "truncate " + table));
    }

    private static String columnOf(String table) {
        return switch (table) {
            case "accounts" -> "owner";
            case "entries", "transfers" -> "booked_at";
            default -> "executed_at";
        };
    }

    private static String partitionOfToday() {
        return exchange.database().value("select distinct tableoid::regclass from trades");
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "application"})
    void a_transfer_that_does_not_balance_is_refused(String role) {
        String highest = "(select max(seq) from transfers)";

        assertThat(
                        refusal(
                                as(role),
                                """
                                insert into entries
                                select id, last_seq + 1, %s + 1, x.amount, 0, 'epoch'
                                from balances join (values ('CUSTODY', -5.000000), ('CASH', 4.999999)) x (kind, amount)
                                  using (kind)
                                """
                                        .formatted(highest)))
                .isEqualTo(UNBALANCED);
        assertThat(refusal(as(role), entryOfCustody(highest + " + 1", "1")))
                .as("a transfer of one entry")
                .isEqualTo(UNBALANCED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CURVE_RESERVE", "CASH"})
    void an_entry_leaves_no_account_below_zero_that_may_not_be(String kind) {
        assertThat(refusal(asOwner(), toCustody(kind, "0.000001"))).isEqualTo("accepted");
        assertThat(refusal(asOwner(), toCustody(kind, "1000000"))).isEqualTo(CHECK);
    }

    /** CUSTODY stays below zero. */
    private static String toCustody(String kind, String amount) {
        return """
        insert into entries
        select id, last_seq + 1, (select max(seq) + 1 from transfers), x.amount, balance + x.amount, 'epoch'
        from (select distinct on (kind) * from balances order by kind, balance desc) a
        join (values ('%s', -%s), ('CUSTODY', %s)) x (kind, amount) using (kind)
        """
                .formatted(kind, amount, amount);
    }

    private static String entryOfCustody(String transferSeq, String amount) {
        return "insert into entries select id, last_seq + 1, "
                + transferSeq
                + ", "
                + amount
                + ", 0, 'epoch' from balances where kind = 'CUSTODY'";
    }

    @ParameterizedTest
    @CsvSource({
        "owner, READ COMMITTED",
        "owner, REPEATABLE READ",
        "application, READ COMMITTED",
        "application, REPEATABLE READ"
    })
    void money_moves_in_serializable_transactions_only(String role, String isolation) {
        Login login = as(role).at(isolation);

        assertThat(refusal(login, entryOfCustody("1", "1"))).isEqualTo(NOT_SERIALIZABLE);
        assertThat(refusal(login, "update account_kind_totals set balance = balance + 1"))
                .isEqualTo(NOT_SERIALIZABLE);
        assertThat(
                        refusal(
                                login,
                                "insert into accounts values (4711, 'TREASURY',"
                                        + " '00000000-0000-0000-0000-000000000000')"))
                .isEqualTo(NOT_SERIALIZABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update business_clock set offset_micros = offset_micros - 1",
                "update business_clock set offset_micros = 0",
                "delete from business_clock",
                "truncate business_clock"
            })
    void business_time_never_goes_back_even_for_the_owner(String sql) {
        assertThat(refusal(asOwner(), sql)).isEqualTo(RESTRICTED);
        assertThat(refusal(asApplication(), sql)).isIn(RESTRICTED, NOT_ALLOWED);
    }

    @Test
    void the_clock_is_moved_in_serializable_transactions_only() {
        String forward = "update business_clock set offset_micros = offset_micros + 1";

        assertThat(refusal(asApplication(), forward)).isEqualTo("accepted");
        assertThat(refusal(asApplication().at("READ COMMITTED"), forward))
                .isEqualTo(NOT_SERIALIZABLE);
    }

    @Test
    void the_same_event_is_not_posted_twice() {
        assertThat(
                        refusal(
                                asApplication(),
                                "insert into transfers select seq + 1000, cause, reference, part,"
                                        + " booked_at, initiator, reason from transfers limit 1"))
                .isEqualTo(DUPLICATE);
    }

    @Test
    void a_repeated_number_of_an_account_s_entry_is_refused() {
        assertThat(
                        refusal(
                                asApplication(),
                                "insert into entries select account_id, seq, transfer_seq + 1000,"
                                        + " amount, balance_after, booked_at from entries"))
                .isEqualTo(DUPLICATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update account_kind_totals set balance = -0.000001 where kind = 'CASH'",
                "update account_kind_totals set accounts = -1 where kind = 'LOSS'",
                "insert into entries select id, last_seq + 1, 0, 1, 1, 'epoch' from balances",
                "update positions set shares = -0.000001",
                "update positions set shares = 0, cost_basis = 0.000001",
                "update assets set supply = -0.000001",
                "update assets set symbol = 'rain'",
                "update book_state set fee_bps = 29",
                "update book_state set fee_bps = 201",
                "insert into book_state values (false, 'epoch', 0, 0, 0, 50)",
            })
    void figures_that_cannot_be_are_refused(String sql) {
        assertThat(refusal(asApplication(), sql)).isIn(CHECK, NOT_ALLOWED);
        assertThat(refusal(asOwner(), sql)).isEqualTo(CHECK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table mine (x int)",
                "create temporary table mine (x int)",
                "create function mine() returns int language sql as 'select 1'",
                "create trigger mine before insert on entries execute function refuse_change()",
                "alter table entries disable trigger all",
                "alter table entries disable trigger entries_balance",
                "alter table entries drop constraint transfers_count_from_one",
                "alter table entries add column x int",
                "alter table entries owner to megatron_app",
                "drop table entries",
                "drop trigger entries_append_only on entries",
                "drop function refuse_change() cascade",
                "create or replace function refuse_change() returns trigger language plpgsql as"
                        + " 'begin return null; end'",
                "drop schema public cascade",
                "drop index entries_by_transfer",
                "set session_replication_role = replica",
                "set role megatron_owner",
                "update accounts set owner = owner",
                "insert into account_kind_totals values ('OTHER', 0, 0)",
                "insert into installation values (true, 'development', 'epoch')",
                "update installation set kind = 'development'",
                "delete from flyway_schema_history",
            })
    void the_application_s_role_cannot_touch_the_guards(String sql) {
        assertThat(refusal(asApplication(), sql)).isEqualTo(NOT_ALLOWED);
    }

    /**
     * Records of runs are purged, candles made anew from trades, of the checkpoints of the chain
     * the old ones thinned out, what was swept is no longer to be swept, and sign-ups, sessions and
     * tokens of backends that are over are forgotten; none is of the book.
     */
    @Test
    void the_application_s_role_deletes_nothing_but_what_is_not_of_the_book() {
        List<String> tables =
                exchange.database()
                        .values(
                                "select relname from pg_class where relnamespace ="
                                    + " 'public'::regnamespace and relkind in ('r', 'p') and"
                                    + " relname !~ '^(batch|qrtz)_' and relname not in"
                                    + " ('book_changes', 'job_runs', 'job_items', 'job_findings',"
                                    + " 'candles', 'checkpoints', 'unswept', 'sign_ups',"
                                    + " 'failed_sign_ins', 'sessions', 'password_resets',"
                                    + " 'backend_tokens')");
        assertThat(tables)
                .contains("users", "entries", "requests", "outbox", "trades_default")
                .contains("audit_entries", "job_schedules");

        for (String table : tables) {
            assertThat(refusal(asApplication(), "delete from " + table))
                    .as("delete from %s", table)
                    .isEqualTo(NOT_ALLOWED);
            assertThat(refusal(asApplication(), "truncate " + table))
                    .as("truncate %s", table)
                    .isEqualTo(NOT_ALLOWED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"entries", "transfers", "trades", "trades_default", "outbox", "requests"})
    void the_application_s_role_rewrites_no_record(String table) {
        String column =
                exchange.database()
                        .value(
                                "select attname from pg_attribute where attrelid = '"
                                        + table
                                        + "'::regclass and attnum = 1");

        assertThat(refusal(asApplication(), "update " + table + " set " + column + " = " + column))
                .isEqualTo(NOT_ALLOWED);
    }

    /** A bug that posts one event twice is stopped by the key, and harms its own caller only. */
    @Test
    void a_command_that_posts_a_known_event_again_fails_alone() {
        UUID reference = UUID.randomUUID();
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("10");
        exchange.grant(Optional.empty(), "100");
        accepted(exchange.book().write(adjustment(reference, trader), Deadline.none()));

        List<Attempt<Object>> attempts =
                exchange.inOneBatch(
                        List.of(
                                () -> exchange.buy(trader, asset, "1"),
                                () ->
                                        exchange.book()
                                                .write(
                                                        adjustment(reference, trader),
                                                        Deadline.none()),
                                () -> exchange.buy(trader, asset, "1")));

        assertThat(attempts.get(0).value()).isInstanceOf(Outcome.Accepted.class);
        assertThat(attempts.get(1).failure())
                .isNotInstanceOf(BookException.class)
                .hasStackTraceContaining("transfers_reference_cause_part_key");
        assertThat(attempts.get(2).value()).isInstanceOf(Outcome.Accepted.class);
        assertThat(exchange.cash(trader)).isEqualTo("15");
        assertThat(exchange.aborts()).isZero();
    }

    private static ScriptedCommand adjustment(UUID reference, UserId user) {
        Posting posting = exchange.use(Posting.class);
        AccountKey treasury = AccountKey.ofPlatform(AccountKind.TREASURY);
        AccountKey cash = AccountKey.ofUser(AccountKind.CASH, user);
        return new ScriptedCommand(
                Exchange.adminCall("scripted"),
                keys -> {
                    keys.add(posting.accounts(), treasury);
                    keys.add(posting.accounts(), cash);
                },
                draft -> {
                    posting.post(
                            draft,
                            new Posting.Cause(
                                    TransferCause.ADJUSTMENT,
                                    reference,
                                    UUID.randomUUID(),
                                    "twice"),
                            List.of(
                                    new Posting.Leg(treasury, Usdc.parse("7").negated()),
                                    new Posting.Leg(cash, Usdc.parse("7"))));
                    return Outcome.accepted("posted");
                });
    }

    /** Who runs a statement, and in what kind of transaction. */
    private record Login(String role, String isolation) {
        Login at(String other) {
            return new Login(role, other);
        }

        Connection connection() throws SQLException {
            Connection open = CONNECTIONS.get(role);
            if (open == null) {
                TestDatabase database = exchange.database();
                open = role.equals("owner") ? database.asOwner() : database.asApplication();
                open.setAutoCommit(false);
                CONNECTIONS.put(role, open);
            }
            return open;
        }
    }

    private static Login as(String role) {
        return new Login(role, "SERIALIZABLE");
    }

    private static Login asOwner() {
        return as("owner");
    }

    private static Login asApplication() {
        return as("application");
    }

    /** The SQLSTATE that a statement is refused with; what is accepted is taken back. */
    private static String refusal(Login login, String sql) {
        try {
            Connection connection = login.connection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("set transaction isolation level " + login.isolation());
                statement.execute(sql);
                return "accepted";
            } catch (SQLException e) {
                return String.valueOf(e.getSQLState());
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
