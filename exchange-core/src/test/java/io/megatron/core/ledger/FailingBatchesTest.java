package io.megatron.core.ledger;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.TestDatabase;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the book makes of the errors a database can answer with. A trigger raises them; its counter
 * is a sequence, which no rollback takes back.
 */
@Timeout(60)
class FailingBatchesTest {
    private static Exchange exchange = Exchange.fresh("megatron.book.outage-patience=1500ms");

    private AssetId asset = AssetId.of(UUID.randomUUID());
    private UserId trader = UserId.of(UUID.randomUUID());

    @BeforeAll
    static void open() {
        asSuperuser(
                exchange.database(),
                "create sequence failures",
                "grant usage on sequence failures to public");
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    @BeforeEach
    void stage() {
        asset = exchange.asset("1", "0");
        trader = exchange.traderWith("100");
    }

    @AfterEach
    void reconciles() {
        failing(0, "00000");
        accepted(exchange.buy(trader, asset, "1"));
        exchange.reconciles();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void a_conflict_repeats_the_batch_from_a_fresh_snapshot(String state) {
        double aborts = exchange.aborts();
        failing(3, state);

        Trade trade = accepted(exchange.buy(trader, asset, "10"));

        assertThat(exchange.aborts() - aborts).isEqualTo(3);
        assertThat(exchange.cash(trader)).isEqualTo("90");
        assertThat(exchange.reading().ofRequest(trader, trade.requestId())).contains(trade);
    }

    @Test
    void conflicts_without_end_are_given_up_and_nothing_has_happened() {
        double aborts = exchange.aborts();
        failing(1000, "40001");
        Map<String, String> before = exchange.database().contents();

        Attempt<Outcome<Trade>> attempt = Attempt.of(() -> exchange.buy(trader, asset, "10"));

        assertThat(attempt.failure()).isInstanceOf(BookException.Aborted.class);
        assertThat(((BookException) attempt.failure()).retryAfter()).isPositive();
        assertThat(exchange.aborts() - aborts).isEqualTo(5);
        assertThat(exchange.database().contents()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "55P03", "57014", "25P03", "25P04", "57P01", "57P02", "57P03", "08006", "08003",
                "53300"
            })
    void what_passes_by_itself_repeats_the_batch_and_never_halves_it(String state) {
        double halvings = exchange.count("megatron.book.halvings");
        failing(2, state);

        List<Attempt<Outcome<Trade>>> attempts = exchange.inOneBatch(eightBuys());

        assertThat(attempts).allSatisfy(attempt -> accepted(attempt.value()));
        assertThat(exchange.count("megatron.book.halvings")).isEqualTo(halvings);
        assertThat(exchange.cash(trader)).isEqualTo("92");
    }

    @Test
    void what_does_not_pass_is_unavailable_and_nothing_has_happened() {
        failing(1000, "57P03");
        Map<String, String> before = exchange.database().contents();

        Attempt<Outcome<Trade>> attempt = Attempt.of(() -> exchange.buy(trader, asset, "10"));

        assertThat(attempt.failure()).isInstanceOf(BookException.Unavailable.class);
        assertThat(exchange.database().contents()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23514", "22003", "XX000"})
    void an_error_of_the_batch_itself_halves_it_and_those_who_are_alone_get_through(String state) {
        double halvings = exchange.count("megatron.book.halvings");
        failing(2, state);

        List<Attempt<Outcome<Trade>>> attempts = exchange.inOneBatch(eightBuys());

        assertThat(attempts).allSatisfy(attempt -> accepted(attempt.value()));
        assertThat(exchange.count("megatron.book.halvings") - halvings).isEqualTo(2);
    }

    private List<Callable<Outcome<Trade>>> eightBuys() {
        return Stream.<Callable<Outcome<Trade>>>generate(
                        () -> () -> exchange.buy(trader, asset, "1"))
                .limit(8)
                .toList();
    }

    /** From now on the next so many trades' inserts fail with this SQLSTATE. */
    private static void failing(int times, String state) {
        asSuperuser(
                exchange.database(),
                "select setval('failures', 1, false)",
                """
                create or replace function fail() returns trigger language plpgsql as $$
                begin
                    if nextval('failures') <= %d then
                        raise exception 'raised by the test' using errcode = '%s';
                    end if;
                    return null;
                end $$
                """
                        .formatted(times, state),
                "create or replace trigger failing before insert on trades"
                        + " for each statement execute function fail()");
    }

    private static void asSuperuser(TestDatabase database, String... statements) {
        try (Connection connection = database.asSuperuser();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
