package io.megatron.core.pricing;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Rejection;
import io.megatron.core.pricing.ReadingCandles.Found;
import io.megatron.core.pricing.ReadingCandles.Query;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Seed;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.candles.CandleInterval;
import io.megatron.curve.candles.CandleView;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Candles as people read them: whole at any moment, whether or not the job has run. */
class ReadingCandlesTest {
    private static final Duration A_YEAR = Duration.ofDays(366);
    private static final SettableClock CLOCK =
            SettableClock.at(Instant.parse("2030-01-01T00:00:00Z"));
    private static Exchange exchange;
    private static Exchange nearsighted;

    @BeforeAll
    static void open() {
        TestDatabase database = TestDatabases.fresh("reading");
        exchange = Exchange.on(database, CLOCK);
        nearsighted = Exchange.on(database, CLOCK, "megatron.candles.new-trades=2");
    }

    @AfterAll
    static void close() {
        nearsighted.close();
        exchange.close();
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
    }

    @Test
    void an_asset_without_trades_has_no_candles_and_an_unknown_one_is_refused() {
        AssetId asset = exchange.asset("2", "0.5");

        assertThat(list(asset, CandleInterval.ONE_MINUTE)).isEqualTo(new Found(List.of(), 0));
        assertThat(
                        refused(
                                exchange.use(ReadingCandles.class)
                                        .list(
                                                all(
                                                        AssetId.of(UUID.randomUUID()),
                                                        CandleInterval.ONE_DAY),
                                                10)))
                .isEqualTo(Rejection.ASSET_NOT_FOUND);
    }

    @Test
    void the_first_candle_opens_at_the_base_price_and_gaps_carry_the_last_close() {
        AssetId asset = exchange.asset("2", "0.5");
        UserId trader = exchange.traderWith("1000");
        CLOCK.set(Instant.parse("2030-02-01T10:00:30Z"));
        accepted(exchange.buy(trader, asset, "100"));
        CLOCK.set(Instant.parse("2030-02-01T10:03:00Z"));
        accepted(exchange.sell(trader, asset, "10"));
        CLOCK.set(Instant.parse("2030-02-01T10:04:59.999999Z"));

        List<String> expected =
                List.of(
                        "10:00 2 10.173494 2 10.173494 99.499991",
                        "10:01 10.173494 10.173494 10.173494 10.173494 0 synthetic",
                        "10:02 10.173494 10.173494 10.173494 10.173494 0 synthetic",
                        "10:03 10.173494 10.173494 5.173494 5.173494 76.734945",
                        "10:04 5.173494 5.173494 5.173494 5.173494 0 synthetic running");
        assertThat(inWords(list(asset, CandleInterval.ONE_MINUTE))).isEqualTo(expected);
        aggregate();
        assertThat(inWords(list(asset, CandleInterval.ONE_MINUTE))).isEqualTo(expected);
        assertThat(inWords(list(asset, CandleInterval.ONE_WEEK)))
                .containsExactly("00:00 2 10.173494 2 5.173494 176.234936 running");
    }

    @Test
    void whether_the_job_has_run_cannot_be_seen() {
        Market market = new Market(exchange, CLOCK, Seed.random("reading"));
        for (int i = 0; i < 10; i++) {
            market.trade(20);
            List<Found> before = everything(market);
            aggregate();
            assertThat(everything(market)).isEqualTo(before);
            market.trade(3);
        }
    }

    @Test
    void any_part_is_what_stands_in_the_whole() {
        Market market = new Market(exchange, CLOCK, Seed.random("parts"));
        market.trade(40);
        aggregate();
        market.trade(10);
        var random = Seed.of(1);
        for (AssetId asset : market.assets()) {
            for (CandleInterval interval : CandleInterval.values()) {
                List<CandleView> all = list(asset, interval).candles();
                for (int i = 0; i < 20; i++) {
                    int from = random.nextInt(all.size());
                    int to = from + 1 + random.nextInt(all.size() - from);
                    int limit = 1 + random.nextInt(500);
                    assertThat(part(asset, interval, all, from, to, limit))
                            .isEqualTo(all.subList(from, Math.min(to, from + limit)));
                }
            }
        }
    }

    /** Asks from within the first interval to within the last one. */
    private static List<CandleView> part(
            AssetId asset,
            CandleInterval interval,
            List<CandleView> all,
            int from,
            int to,
            int limit) {
        Duration within = interval.length().dividedBy(3);
        Query query =
                new Query(
                        asset,
                        interval,
                        Optional.of(all.get(from).start().plus(within)),
                        Optional.of(all.get(to - 1).start().plus(within)));
        return accepted(exchange.use(ReadingCandles.class).list(query, limit)).candles();
    }

    @Test
    void there_is_nothing_before_the_first_trade_nor_after_now() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("10");
        accepted(exchange.buy(trader, asset, "1"));
        Instant traded = CLOCK.instant();
        CLOCK.advance(Duration.ofMinutes(1));

        assertThat(between(asset, traded.minus(A_YEAR), traded.minusSeconds(60))).isEmpty();
        assertThat(between(asset, traded.plus(A_YEAR), traded.plus(A_YEAR).plusSeconds(60)))
                .isEmpty();
        assertThat(between(asset, traded.minus(A_YEAR), traded.plus(A_YEAR))).hasSize(2);
    }

    @Test
    void where_too_much_is_new_the_list_ends_with_what_it_knows() {
        AssetId asset = exchange.asset("1", "1");
        UserId trader = exchange.traderWith("100");
        for (int i = 0; i < 4; i++) {
            accepted(exchange.buy(trader, asset, "1"));
            CLOCK.advance(Duration.ofMinutes(1));
        }
        Query query = all(asset, CandleInterval.ONE_MINUTE);

        Found some = accepted(nearsighted.use(ReadingCandles.class).list(query, 100));
        assertThat(some.throughTradeSeq()).isEqualTo(2);
        assertThat(some.candles()).isEqualTo(list(asset, query.interval()).candles().subList(0, 2));
        aggregate();
        assertThat(accepted(nearsighted.use(ReadingCandles.class).list(query, 100)))
                .isEqualTo(list(asset, query.interval()));
        assertThat(list(asset, query.interval()).throughTradeSeq()).isEqualTo(4);
    }

    private static List<CandleView> between(AssetId asset, Instant from, Instant to) {
        Query query =
                new Query(asset, CandleInterval.ONE_MINUTE, Optional.of(from), Optional.of(to));
        return accepted(exchange.use(ReadingCandles.class).list(query, 100)).candles();
    }

    private static List<Found> everything(Market market) {
        List<Found> found = new ArrayList<>();
        for (AssetId asset : market.assets()) {
            Arrays.stream(CandleInterval.values())
                    .forEach(interval -> found.add(list(asset, interval)));
        }
        return found;
    }

    private static Query all(AssetId asset, CandleInterval interval) {
        return new Query(asset, interval, Optional.empty(), Optional.empty());
    }

    private static Found list(AssetId asset, CandleInterval interval) {
        return accepted(exchange.use(ReadingCandles.class).list(all(asset, interval), 1_000_000));
    }

    private static void aggregate() {
        AggregatingPrices aggregating = exchange.use(AggregatingPrices.class);
        aggregating.behind(Optional.empty(), 100).forEach(aggregating::aggregate);
    }

    private static List<String> inWords(Found found) {
        return found.candles().stream()
                .map(
                        view ->
                                "%s %s %s %s %s %s"
                                                .formatted(
                                                        view.start().toString().substring(11, 16),
                                                        view.open(),
                                                        view.high(),
                                                        view.low(),
                                                        view.close(),
                                                        view.volume())
                                        + (view.synthetic() ? " synthetic" : "")
                                        + (view.running() ? " running" : ""))
                .toList();
    }
}
