package io.megatron.core.trading;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.funding.RetiringAssets;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Orders;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A move of more than 10 % within five minutes halts trading for two. On the curve {@code 1 +
 * 0.001·S} a hundred shares are ten cents.
 */
class CircuitBreakerTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private SettableClock clock;
    private Exchange exchange;
    private AssetId asset;
    private UserId trader;

    @BeforeEach
    void open() {
        clock = SettableClock.at(START);
        exchange =
                Exchange.on(
                        TestDatabases.fresh("breaker"),
                        clock,
                        "megatron.breaker.move-bps=1000",
                        "megatron.breaker.window=5m",
                        "megatron.breaker.halt=2m");
        asset = exchange.asset("1", "0.001");
        trader = exchange.traderWith("100000");
    }

    @AfterEach
    void close() {
        exchange.reconciles();
        exchange.close();
    }

    private Outcome<Trade> buy(String shares) {
        return exchange.trade(trader, Orders.parse(asset, "buy " + shares + " max 100000"));
    }

    private Outcome<Trade> sell(String shares) {
        return exchange.trade(trader, Orders.parse(asset, "sell " + shares + " min 0"));
    }

    @Test
    void a_move_up_to_the_limit_halts_nothing_and_the_next_micro_does() {
        accepted(buy("100"));
        accepted(buy("0.001"));

        Outcome<Trade> next = buy("1");

        assertThat(refused(next)).isEqualTo(Rejection.TRADING_HALTED);
        assertThat(((Outcome.Refused<Trade>) next).refusal().details())
                .containsEntry("until", "2030-01-01T00:02:00Z");
        assertThat(refused(sell("1"))).isEqualTo(Rejection.TRADING_HALTED);
    }

    @Test
    void the_halt_is_announced_and_a_quote_tells_of_it() {
        accepted(buy("101"));

        Quote quote =
                accepted(exchange.quoting().quote(trader, Orders.parse(asset, "buy 1 max 100000")));

        assertThat(quote.blocking().orElseThrow().code()).isEqualTo(Rejection.TRADING_HALTED);
        assertThat(
                        exchange.database()
                                .value(
                                        "select payload::text from outbox where kind ="
                                                + " 'trading_halted'"))
                .isEqualTo(
                        "{\"price\":\"1.101\",\"low\":\"1\",\"high\":\"1.101\",\"until\":\"2030-01-01T00:02:00Z\"}");
    }

    @Test
    void trading_goes_on_at_the_instant_that_was_named_and_is_measured_anew() {
        accepted(buy("200"));
        clock.set(START.plus(Duration.ofMinutes(2)).minusNanos(1_000));
        assertThat(refused(buy("1"))).isEqualTo(Rejection.TRADING_HALTED);

        clock.set(START.plus(Duration.ofMinutes(2)));

        accepted(buy("100"));
        accepted(buy("20"));
        accepted(buy("10"));
        assertThat(refused(buy("1"))).as("1.2 to 1.33").isEqualTo(Rejection.TRADING_HALTED);
    }

    @Test
    void a_fall_is_measured_from_the_highest_price() {
        accepted(buy("99"));
        clock.advance(Duration.ofMinutes(11));
        accepted(buy("100"));
        accepted(sell("60"));
        accepted(sell("60"));

        assertThat(refused(sell("1"))).as("1.199 to 1.079").isEqualTo(Rejection.TRADING_HALTED);
    }

    @Test
    void what_takes_more_than_two_windows_is_no_fast_move() {
        for (int step = 0; step < 6; step++) {
            accepted(buy("50"));
            clock.advance(Duration.ofMinutes(5));
        }
        accepted(buy("1"));
    }

    @Test
    void a_move_across_the_end_of_a_window_is_seen() {
        accepted(buy("1"));
        clock.advance(Duration.ofMinutes(4));
        accepted(buy("60"));
        clock.advance(Duration.ofMinutes(2));
        accepted(buy("60"));

        assertThat(refused(buy("1"))).isEqualTo(Rejection.TRADING_HALTED);
    }

    @Test
    void a_retired_asset_is_sold_back_however_fast() {
        accepted(buy("90"));
        accepted(
                exchange.use(RetiringAssets.class)
                        .retire(
                                Exchange.adminCall("retire"),
                                asset,
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none()));

        accepted(sell("80"));
        accepted(sell("10"));
    }
}
