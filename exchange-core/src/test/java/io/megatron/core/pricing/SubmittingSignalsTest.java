package io.megatron.core.pricing;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.funding.RetiringAssets;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Ratio;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.pricing.Signal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
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

/** A signal moves the fundamental price by a fifth of what it claims, and a day by so much. */
class SubmittingSignalsTest {
    private static final UUID ORACLE = UUID.fromString("018f0000-0000-7000-8000-00000000000c");
    private static final Duration A_MICROSECOND = Duration.ofNanos(1000);
    private static final SettableClock CLOCK =
            SettableClock.at(Instant.parse("2030-01-01T00:00:00Z"));
    private static Exchange exchange;
    private static Exchange otherNode;

    @BeforeAll
    static void open() {
        TestDatabase database = TestDatabases.fresh("signals");
        exchange = Exchange.on(database, CLOCK);
        otherNode = Exchange.on(database, CLOCK);
    }

    @AfterAll
    static void close() {
        otherNode.close();
        exchange.close();
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
        assertThat(exchange.aborts() + otherNode.aborts()).isZero();
    }

    @Test
    void the_first_signal_begins_with_the_exact_marginal_price_of_its_moment() {
        AssetId asset = exchange.asset("1.5", "0.000000000007");
        UserId trader = exchange.traderWith("100");
        accepted(exchange.buy(trader, asset, "10"));
        assertThat(exchange.shares(trader, asset)).isEqualTo("6.633333");

        Signal signal = accepted(signal(asset, "0.3"));

        assertThat(signal.seq()).isEqualTo(1);
        assertThat(signal.marginalPrice()).hasToString("1.500000000046433331");
        assertThat(signal.fundamentalBefore()).isEqualTo(signal.marginalPrice());
        assertThat(signal.fundamentalAfter()).hasToString("1.590000000049219331");
        assertThat(signal.submittedBy()).isEqualTo(ORACLE);
        assertThat(announced(asset))
                .containsExactly(
                        "1 0.3 0.8 1.500000000046433331 1.590000000049219331 1.5 " + signal.id());
    }

    @Test
    void half_a_unit_goes_to_the_even_neighbour_and_reconciliation_rounds_alike() {
        AssetId asset = exchange.asset("1", "0.000000000001");
        exchange.holderOf(asset, "0.000075", "0");

        Signal signal = accepted(signal(asset, "0.1"));

        // 10¹⁸ + 75 units and a fiftieth of them: 76.5 beyond 1.02.
        assertThat(signal.fundamentalBefore()).hasToString("1.000000000000000075");
        assertThat(signal.fundamentalAfter()).hasToString("1.020000000000000076");
    }

    @Test
    void later_signals_go_on_from_the_price_before_whatever_the_market_does() {
        AssetId asset = exchange.asset("1", "0.001");
        UserId trader = exchange.traderWith("1000");
        accepted(signal(asset, "0.1"));
        accepted(exchange.buy(trader, asset, "500"));

        Signal second = accepted(signal(asset, "-0.05"));

        assertThat(second.seq()).isEqualTo(2);
        assertThat(second.fundamentalBefore()).hasToString("1.02");
        assertThat(second.fundamentalAfter()).hasToString("1.0098");
        assertThat(second.marginalPrice().toDecimal()).isGreaterThan(new BigDecimal("1.2"));
    }

    @Test
    void events_of_signals_and_trades_are_numbered_together_without_a_gap() {
        AssetId asset = exchange.asset("1", "0.001");
        UserId trader = exchange.traderWith("1000");
        for (int i = 0; i < 3; i++) {
            accepted(exchange.buy(trader, asset, "1"));
            accepted(signal(asset, "0.01"));
        }

        assertThat(
                        exchange.database()
                                .values(
                                        "select asset_seq || ' ' || kind from outbox where asset_id"
                                                + " = '"
                                                + asset
                                                + "' order by asset_seq"))
                .containsExactly(
                        "1 asset_status_changed",
                        "2 trade_executed",
                        "3 signal_accepted",
                        "4 trade_executed",
                        "5 signal_accepted",
                        "6 trade_executed",
                        "7 signal_accepted");
    }

    @Test
    void a_claim_of_no_change_is_taken_and_moves_nothing() {
        AssetId asset = exchange.asset("2", "0");

        Signal signal = accepted(signal(asset, "0"));

        assertThat(signal.fundamentalAfter()).isEqualTo(signal.fundamentalBefore());
    }

    @Test
    void a_doubtful_signal_is_refused_and_0_4_is_not_doubtful() {
        AssetId asset = exchange.asset("1", "0");

        Refusal refusal = refusal(submit(claim(asset, "0.1", "0.399999")));

        assertThat(refusal.code()).isEqualTo(Rejection.SIGNAL_CONFIDENCE_TOO_LOW);
        assertThat(refusal.details())
                .containsEntry("confidence", "0.399999")
                .containsEntry("min_confidence", "0.4");
        accepted(submit(claim(asset, "0.1", "0.4")));
    }

    @Test
    void assets_that_do_not_trade_take_no_signal_and_retired_ones_do() {
        AssetId funding = exchange.unfundedAsset("1", "0");
        AssetId retired = exchange.asset("1", "0");
        exchange.holderOf(retired, "1", "0");
        accepted(
                exchange.use(RetiringAssets.class)
                        .retire(
                                Exchange.adminCall("retire"),
                                retired,
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none()));

        assertThat(refused(signal(funding, "0.1"))).isEqualTo(Rejection.ASSET_NOT_ACTIVE);
        accepted(signal(retired, "0.1"));
        assertThat(refused(signal(AssetId.of(UUID.randomUUID()), "0.1")))
                .isEqualTo(Rejection.ASSET_NOT_FOUND);
    }

    @Test
    void refusals_come_in_their_order() {
        AssetId funding = exchange.unfundedAsset("1", "0");
        AssetId asset = exchange.asset("1", "0");
        pushUp(asset);

        assertThat(refused(submit(claim(funding, "0.1", "0.1"))))
                .isEqualTo(Rejection.ASSET_NOT_ACTIVE);
        assertThat(refused(submit(claim(asset, "0.3", "0.1"))))
                .isEqualTo(Rejection.SIGNAL_CONFIDENCE_TOO_LOW);
    }

    @Test
    void a_larger_claim_than_one_signal_may_make_is_a_bug_of_the_caller() {
        AssetId asset = exchange.asset("1", "0");

        assertThatThrownBy(() -> signal(asset, "0.300001"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> signal(asset, "-0.300001"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void in_a_day_the_price_rises_by_three_tenths_at_the_most_and_the_refusal_says_what_is_left() {
        AssetId asset = exchange.asset("1", "0");

        pushUp(asset);
        Refusal refusal = refusal(signal(asset, "0.3"));

        assertThat(refusal.code()).isEqualTo(Rejection.SIGNAL_LIMIT_EXCEEDED);
        // 1.06⁴ = 1.26247696; of 1.3 that leaves 2.97 %, a claim of 14.86 %.
        assertThat(refusal.details())
                .containsEntry("max_delta_left", "0.148608")
                .containsEntry("min_delta_left", "-0.3")
                .containsEntry("fundamental", "1.26247696")
                .containsEntry("daily_limit", "0.3");
        assertThat(refused(signal(asset, "0.148609"))).isEqualTo(Rejection.SIGNAL_LIMIT_EXCEEDED);
        accepted(signal(asset, "0.148608"));
    }

    @Test
    void nor_does_it_fall_further_than_that_from_the_highest_it_was() {
        AssetId asset = exchange.asset("1", "0");

        for (int i = 0; i < 5; i++) {
            accepted(signal(asset, "-0.3"));
        }
        Refusal refusal = refusal(signal(asset, "-0.3"));

        assertThat(refusal.code()).isEqualTo(Rejection.SIGNAL_LIMIT_EXCEEDED);
        // 0.94⁵ = 0.7339040224; down to 0.7 that leaves 4.62 %, a claim of 23.1 %.
        assertThat(refusal.details())
                .containsEntry("min_delta_left", "-0.230984")
                .containsEntry("max_delta_left", "0.3");
    }

    @Test
    void what_was_24_hours_ago_no_longer_counts_to_the_microsecond() {
        AssetId asset = exchange.asset("1", "0");
        pushUp(asset);
        CLOCK.advance(Duration.ofHours(24).minus(A_MICROSECOND));
        assertThat(refused(signal(asset, "0.3"))).isEqualTo(Rejection.SIGNAL_LIMIT_EXCEEDED);

        CLOCK.advance(A_MICROSECOND);

        Signal signal = accepted(signal(asset, "0.3"));
        assertThat(signal.fundamentalBefore()).hasToString("1.26247696");
    }

    @Test
    void an_asset_takes_only_so_many_signals_in_24_hours() {
        AssetId asset = exchange.asset("1", "0");
        Claim claim = claim(asset, "0", "0.8");
        try (Exchange strict =
                Exchange.on(exchange.database(), CLOCK, "megatron.signals.max-per-day=3")) {
            for (int i = 0; i < 3; i++) {
                accepted(signal(strict, UUID.randomUUID(), claim));
            }

            Refusal refusal = refusal(signal(strict, UUID.randomUUID(), claim));

            assertThat(refusal.code()).isEqualTo(Rejection.SIGNAL_LIMIT_EXCEEDED);
            assertThat(refusal.details()).containsEntry("max_per_day", "3");
            CLOCK.advance(Duration.ofHours(24));
            accepted(signal(strict, UUID.randomUUID(), claim));
        }
    }

    @Test
    void signals_of_one_batch_share_the_day_s_limit() {
        AssetId asset = exchange.asset("1", "0");

        List<Attempt<Outcome<Signal>>> attempts =
                exchange.inOneBatch(
                        Stream.generate(
                                        () ->
                                                (Callable<Outcome<Signal>>)
                                                        () -> signal(asset, "0.3"))
                                .limit(6)
                                .toList());

        List<String> ends =
                attempts.stream()
                        .map(attempt -> attempt.value())
                        .map(
                                outcome ->
                                        outcome instanceof Outcome.Accepted<Signal> taken
                                                ? taken.result().fundamentalAfter().toString()
                                                : refused(outcome).name())
                        .toList();
        assertThat(ends)
                .containsExactly(
                        "1.06",
                        "1.1236",
                        "1.191016",
                        "1.26247696",
                        "SIGNAL_LIMIT_EXCEEDED",
                        "SIGNAL_LIMIT_EXCEEDED");
    }

    @Test
    void two_nodes_and_trades_beside_make_one_order_that_replays() {
        AssetId asset = exchange.asset("1", "0.0001");
        UserId trader = exchange.traderWith("10000");

        Callers.atOnce(
                60,
                i ->
                        i % 3 == 0
                                ? exchange.buy(trader, asset, "1")
                                : signal(
                                        i % 2 == 0 ? exchange : otherNode,
                                        UUID.randomUUID(),
                                        claim(asset, i % 4 < 2 ? "0.02" : "-0.02", "0.9")));

        assertThat(exchange.database().count("signals where asset_id = '" + asset + "'"))
                .isEqualTo(40);
    }

    @Test
    void the_same_request_again_is_answered_again_and_another_one_under_its_id_is_refused() {
        AssetId asset = exchange.asset("1", "0");
        UUID id = UUID.randomUUID();
        Signal first = accepted(signal(exchange, id, claim(asset, "0.1", "0.8")));

        Outcome<Signal> again = signal(otherNode, id, claim(asset, "0.1", "0.8"));
        Refusal other = refusal(signal(exchange, id, claim(asset, "0.2", "0.8")));

        assertThat(again).isEqualTo(new Outcome.Accepted<>(first, true));
        assertThat(other.code()).isEqualTo(Rejection.REQUEST_ID_REUSED);
        assertThat(other.details()).containsEntry("field", "delta");
    }

    @Test
    void to_validate_answers_the_same_and_writes_nothing() {
        AssetId asset = exchange.asset("1", "0");
        Map<String, String> before = exchange.database().contents();
        Claim claim = claim(asset, "0.3", "0.8");

        Signal would =
                accepted(
                        exchange.use(SubmittingSignals.class)
                                .validate(call(UUID.randomUUID(), claim), claim));

        assertThat(would.fundamentalAfter()).hasToString("1.06");
        assertThat(exchange.database().contents()).isEqualTo(before);
    }

    @Test
    void a_price_that_would_leave_its_column_is_refused() {
        AssetId asset = exchange.asset("1", "0");
        accepted(signal(asset, "0.1"));
        CLOCK.advance(Duration.ofDays(2));
        exchange.database()
                .correct(
                        "begin isolation level serializable; update fundamentals set value ="
                                + " 999999999999999999 where asset_id = '"
                                + asset
                                + "'; commit");
        try {
            assertThat(refused(signal(asset, "0.1"))).isEqualTo(Rejection.AMOUNT_OUT_OF_RANGE);
        } finally {
            exchange.database()
                    .correct(
                            "begin isolation level serializable; update fundamentals set value ="
                                    + " 1.02 where asset_id = '"
                                    + asset
                                    + "'; commit");
        }
    }

    @Test
    void signals_are_listed_newest_first_with_what_they_rest_on() {
        AssetId asset = exchange.asset("1", "0");
        List<Signal> sent = List.of(accepted(signal(asset, "0.1")), accepted(signal(asset, "0.2")));

        ReadingSignals reading = exchange.use(ReadingSignals.class);
        List<Signal> page = accepted(reading.before(Optional.of(asset), Long.MAX_VALUE, 10));

        assertThat(page).containsExactly(sent.get(1), sent.get(0));
        assertThat(ReadingSignals.sources(page.getFirst()))
                .containsExactly("https://weather.example/\"paris\"", "a gauge");
        assertThat(page.getFirst().rawAnswer()).isEqualTo("{\"delta\": 0.1}\nsaid the gauge");
        assertThat(accepted(reading.before(Optional.empty(), sent.get(1).eventId(), 1)))
                .containsExactly(sent.get(0));
        assertThat(refused(reading.before(Optional.of(AssetId.of(UUID.randomUUID())), 1, 1)))
                .isEqualTo(Rejection.ASSET_NOT_FOUND);
    }

    private static void pushUp(AssetId asset) {
        for (int i = 0; i < 4; i++) {
            accepted(signal(asset, "0.3"));
        }
    }

    private static Outcome<Signal> signal(AssetId asset, String delta) {
        return submit(claim(asset, delta, "0.8"));
    }

    private static Outcome<Signal> submit(Claim claim) {
        return signal(exchange, UUID.randomUUID(), claim);
    }

    private static Outcome<Signal> signal(Exchange node, UUID requestId, Claim claim) {
        return node.use(SubmittingSignals.class)
                .submit(call(requestId, claim), claim, Deadline.none());
    }

    private static Call call(UUID requestId, Claim claim) {
        return Call.of(ORACLE, requestId, "SubmitSignal", SubmittingSignals.payload(claim));
    }

    private static Claim claim(AssetId asset, String delta, String confidence) {
        return new Claim(
                asset,
                Ratio.parse(delta),
                Ratio.parse(confidence),
                List.of("https://weather.example/\"paris\"", "a gauge"),
                "{\"delta\": 0.1}\nsaid the gauge");
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Accepted<?> accepted ->
                    throw new AssertionError("accepted: " + accepted.result());
            case Outcome.Refused<?> refused -> refused.refusal();
        };
    }

    private static List<String> announced(AssetId asset) {
        return exchange.database()
                .values(
                        """
                        select concat_ws(' ', payload->>'signal_seq', payload->>'delta',
                            payload->>'confidence', payload->>'fundamental_before',
                            payload->>'fundamental_after', payload->>'price',
                            payload->>'signal_id')
                        from outbox where kind = 'signal_accepted' and asset_id = '%s' order by id
                        """
                                .formatted(asset));
    }
}
