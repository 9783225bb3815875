package io.megatron.core.trading;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.CreditingAccounts;
import io.megatron.core.accounts.RegisteringUsers;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Orders;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request id makes a call safe to send again: it takes effect once, whatever happens. */
class RepeatedRequestsTest {
    private static Exchange exchange;

    @BeforeAll
    static void open() {
        exchange = Exchange.fresh();
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
        assertThat(exchange.aborts()).isZero();
    }

    @Test
    void the_same_request_a_hundred_times_at_once_is_one_trade_and_99_replays_of_it() {
        AssetId asset = exchange.asset("1", "0.01");
        UserId trader = exchange.traderWith("1000");
        UUID requestId = UUID.randomUUID();
        Order order = Orders.parse(asset, "buy for 10 min 0");

        List<Outcome<Trade>> outcomes =
                Callers.atOnce(100, i -> exchange.trade(trader, requestId, order)).stream()
                        .map(Attempt::value)
                        .toList();

        onceAndReplayed(outcomes);
        assertThat(exchange.cash(trader)).isEqualTo("990");
        assertThat(exchange.reading().ofRequest(trader, requestId))
                .contains(accepted(outcomes.getFirst()));
    }

    /** The batch that waits for the book takes them in. */
    @Test
    void the_same_request_many_times_in_one_batch_is_one_trade_as_well() {
        AssetId asset = exchange.asset("1", "0.01");
        UserId trader = exchange.traderWith("1000");
        UUID requestId = UUID.randomUUID();
        Order order = Orders.parse(asset, "buy for 10 min 0");
        long batches = exchange.batches();

        List<Outcome<Trade>> outcomes =
                exchange
                        .inOneBatch(
                                Stream.<Callable<Outcome<Trade>>>generate(
                                                () ->
                                                        () ->
                                                                exchange.trade(
                                                                        trader, requestId, order))
                                        .limit(50)
                                        .toList())
                        .stream()
                        .map(Attempt::value)
                        .toList();

        assertThat(exchange.batches() - batches).as("batches").isEqualTo(1);
        onceAndReplayed(outcomes);
        assertThat(((Outcome.Accepted<Trade>) outcomes.getFirst()).replayed()).isFalse();
        assertThat(exchange.cash(trader)).isEqualTo("990");
    }

    private static void onceAndReplayed(List<Outcome<Trade>> outcomes) {
        Trade trade = accepted(outcomes.getFirst());
        assertThat(outcomes).allSatisfy(outcome -> assertThat(accepted(outcome)).isEqualTo(trade));
        assertThat(outcomes)
                .filteredOn(outcome -> !((Outcome.Accepted<Trade>) outcome).replayed())
                .hasSize(1);
        assertThat(
                        exchange.database()
                                .count("trades where request_id = '" + trade.requestId() + "'"))
                .isEqualTo(1);
    }

    @Test
    void a_reuse_in_the_same_batch_is_refused_like_any_other() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");
        UUID requestId = UUID.randomUUID();

        List<Attempt<Outcome<Trade>>> attempts =
                exchange.inOneBatch(
                        List.of(
                                () -> exchange.trade(trader, requestId, order(asset, "10")),
                                () -> exchange.trade(trader, requestId, order(asset, "11")),
                                () -> exchange.trade(trader, requestId, order(asset, "10"))));

        assertThat(accepted(attempts.get(0).value()).gross()).hasToString("10");
        assertThat(refused(attempts.get(1).value())).isEqualTo(Rejection.REQUEST_ID_REUSED);
        assertThat(attempts.get(2).value())
                .isEqualTo(new Outcome.Accepted<>(accepted(attempts.get(0).value()), true));
    }

    /** The second of two in a batch finds what the refused first has left: nothing. */
    @Test
    void a_refusal_earlier_in_the_batch_does_not_take_the_request_id() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");
        UUID requestId = UUID.randomUUID();

        List<Attempt<Outcome<Trade>>> attempts =
                exchange.inOneBatch(
                        List.of(
                                () -> exchange.trade(trader, requestId, order(asset, "101")),
                                () -> exchange.trade(trader, requestId, order(asset, "10"))));

        assertThat(refused(attempts.get(0).value())).isEqualTo(Rejection.INSUFFICIENT_FUNDS);
        assertThat(accepted(attempts.get(1).value()).gross()).hasToString("10");
    }

    private static Order order(AssetId asset, String usdc) {
        return Orders.parse(asset, "buy for " + usdc + " min 0");
    }

    @ParameterizedTest(name = "{0}, then {1}: {2}")
    @CsvSource({
        "buy for 10 min 1,    buy for 11 min 1,     exact_in.usdc_in",
        "buy for 10 min 1,    buy for 9.999999 min 1, exact_in.usdc_in",
        "buy for 10 min 1,    buy for 10 min 1.000001, exact_in.min_shares_out",
        "buy for 10 min 1,    buy for 10 min 0,     exact_in.min_shares_out",
        "buy 5 max 20,        buy 5.000001 max 20,  exact_out.shares_out",
        "buy 5 max 20,        buy 5 max 21,         exact_out.max_usdc_in",
        "sell 2 min 1,        sell 1 min 1,         exact_in.shares_in",
        "sell 2 min 1,        sell 2 min 0,         exact_in.min_usdc_out",
        "sell for 2 max 9,    sell for 1 max 9,     exact_out.usdc_out",
        "sell for 2 max 9,    sell for 2 max 8,     exact_out.max_shares_in",
        "buy for 10 min 1,    buy 10 max 1,         exact_in.min_shares_out",
        "buy for 10 min 1,    sell 10 min 1,        request_id",
        "sell for 2 max 9,    buy for 2 min 9,      request_id",
    })
    void a_reuse_with_another_payload_is_refused_naming_the_field(
            String first, String second, String field) {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.holderOf(asset, "20", "100");
        UUID requestId = UUID.randomUUID();
        Trade trade = accepted(exchange.trade(trader, requestId, Orders.parse(asset, first)));
        Map<String, String> before = exchange.database().contents();

        Refusal refusal = refusal(exchange.trade(trader, requestId, Orders.parse(asset, second)));

        assertThat(refusal.code()).isEqualTo(Rejection.REQUEST_ID_REUSED);
        assertThat(refusal.details()).containsEntry("field", field);
        assertThat(refusal.details().get("used_by"))
                .isEqualTo(
                        first.startsWith("buy")
                                ? "megatron.trading.v1.TradeService/Buy"
                                : "megatron.trading.v1.TradeService/Sell");
        assertThat(exchange.database().contents()).isEqualTo(before);
        assertThat(exchange.trade(trader, requestId, Orders.parse(asset, first)))
                .isEqualTo(new Outcome.Accepted<>(trade, true));
    }

    @Test
    void a_reuse_for_another_asset_names_the_asset() {
        AssetId asset = exchange.asset("1", "0");
        AssetId other = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");
        UUID requestId = UUID.randomUUID();
        accepted(exchange.trade(trader, requestId, order(asset, "10")));

        assertThat(refusal(exchange.trade(trader, requestId, order(other, "10"))).details())
                .containsEntry("field", "asset_id");
    }

    @Test
    void a_reuse_by_another_use_case_names_the_request_id_and_who_used_it() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");
        UUID requestId = UUID.randomUUID();
        accepted(exchange.trade(trader, requestId, order(asset, "10")));
        Call call = Call.of(trader.value(), requestId, "AdminService/RegisterUser", Map.of());

        Outcome<User> outcome =
                exchange.use(RegisteringUsers.class)
                        .register(call, UserId.of(UUID.randomUUID()), Deadline.none());

        assertThat(refusal(outcome).details())
                .isEqualTo(
                        Map.of(
                                "field",
                                "request_id",
                                "used_by",
                                "megatron.trading.v1.TradeService/Buy"));
    }

    @Test
    void two_people_may_use_the_same_request_id() {
        AssetId asset = exchange.asset("1", "0");
        UserId one = exchange.traderWith("100");
        UserId two = exchange.traderWith("100");
        UUID requestId = UUID.randomUUID();

        Trade first = accepted(exchange.trade(one, requestId, order(asset, "10")));
        Trade second = accepted(exchange.trade(two, requestId, order(asset, "20")));

        assertThat(first.gross()).hasToString("10");
        assertThat(second.gross()).hasToString("20");
        assertThat(exchange.reading().ofRequest(one, requestId)).contains(first);
        assertThat(exchange.reading().ofRequest(two, requestId)).contains(second);
    }

    @Test
    void a_refused_request_may_be_sent_again_and_succeeds_once_its_reason_is_gone() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("0");
        UUID requestId = UUID.randomUUID();
        Order order = order(asset, "10");
        assertThat(refused(exchange.trade(trader, requestId, order)))
                .isEqualTo(Rejection.INSUFFICIENT_FUNDS);
        assertThat(refused(exchange.trade(trader, requestId, order)))
                .isEqualTo(Rejection.INSUFFICIENT_FUNDS);
        exchange.grant(Optional.of(trader), "10");

        Outcome<Trade> outcome = exchange.trade(trader, requestId, order);

        assertThat(((Outcome.Accepted<Trade>) outcome).replayed()).isFalse();
        assertThat(exchange.cash(trader)).isEqualTo("0");
    }

    /** The receipt is the first one, not what the account looks like by now. */
    @Test
    void a_replay_answers_the_first_figures_however_the_world_has_changed() {
        AssetId asset = exchange.asset("1", "0.01");
        UserId trader = exchange.traderWith("100");
        UUID requestId = UUID.randomUUID();
        Trade first = accepted(exchange.trade(trader, requestId, order(asset, "10")));
        accepted(exchange.buy(trader, asset, "50"));
        exchange.database().correct("update users set blocked = true where id = '" + trader + "'");
        exchange.database()
                .correct("update assets set status = 'CLOSED' where id = '" + asset + "'");

        assertThat(exchange.trade(trader, requestId, order(asset, "10")))
                .isEqualTo(new Outcome.Accepted<>(first, true));
    }

    @Test
    void a_replay_on_another_node_answers_the_same() {
        AssetId asset = exchange.asset("1", "0.01");
        UserId trader = exchange.traderWith("100");
        UUID requestId = UUID.randomUUID();
        Trade first = accepted(exchange.trade(trader, requestId, order(asset, "10")));

        try (Exchange other = Exchange.on(exchange.database())) {
            assertThat(other.trade(trader, requestId, order(asset, "10")))
                    .isEqualTo(new Outcome.Accepted<>(first, true));
        }
    }

    @Test
    void the_same_grant_many_times_at_once_is_given_once() {
        UserId user = exchange.traderWith("0");
        Call call = Exchange.adminCall("grant");

        List<Attempt<Outcome<CreditingAccounts.Credited>>> attempts =
                Callers.atOnce(
                        16,
                        i ->
                                exchange.use(CreditingAccounts.class)
                                        .grantTestFunds(
                                                call,
                                                Optional.of(user),
                                                Usdc.parse("7"),
                                                Deadline.none()));

        CreditingAccounts.Credited credited = accepted(attempts.getFirst().value());
        assertThat(attempts)
                .allSatisfy(attempt -> assertThat(accepted(attempt.value())).isEqualTo(credited));
        assertThat(exchange.cash(user)).isEqualTo("7");
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Accepted<?> accepted ->
                    throw new AssertionError("accepted: " + accepted.result());
            case Outcome.Refused<?>(Refusal refusal) -> refusal;
        };
    }
}
