package io.megatron.curve.candles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.curve.money.Price;
import io.megatron.curve.money.Usdc;
import io.megatron.curve.properties.Chance;
import io.megatron.curve.properties.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CandlesTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void a_candle_begins_at_the_price_before_its_first_trade() {
        List<Candle> minutes =
                minutes(
                        trade(1, "2026-11-23T12:00:00Z", "1", "1.5", "10"),
                        trade(2, "2026-11-23T12:00:59.999999Z", "1.5", "0.9", "5.000001"),
                        trade(3, "2026-11-23T12:01:00Z", "0.9", "1.1", "7"));

        assertThat(minutes)
                .containsExactly(
                        candle("1m", "12:00", "1 1.5 0.9 0.9", "15.000001", 1, 2),
                        candle("1m", "12:01", "0.9 1.1 0.9 1.1", "7", 3, 3));
        assertThat(LengtheningCandles.to(CandleInterval.FIVE_MINUTES, minutes))
                .containsExactly(
                        Map.entry(
                                NOON,
                                Optional.of(
                                        candle(
                                                "5m",
                                                "12:00",
                                                "1 1.5 0.9 1.1",
                                                "22.000001",
                                                1,
                                                3))));
    }

    @Test
    void the_open_counts_for_high_and_low() {
        assertThat(minutes(trade(1, "2026-11-23T12:00:00Z", "2", "1", "1")))
                .containsExactly(candle("1m", "12:00", "2 2 1 1", "1", 1, 1));
        assertThat(minutes(trade(1, "2026-11-23T12:00:00Z", "1", "2", "1")))
                .containsExactly(candle("1m", "12:00", "1 2 1 2", "1", 1, 1));
    }

    @Test
    void a_trade_that_does_not_follow_is_not_passed_over() {
        FoldingMinutes folding = new FoldingMinutes(4);
        folding.add(trade(5, "2026-11-23T12:00:00Z", "1", "2", "1").alone());

        for (PricedTrade other :
                List.of(
                        trade(7, "2026-11-23T12:00:00Z", "1", "2", "1"),
                        trade(5, "2026-11-23T12:00:00Z", "1", "2", "1"),
                        trade(6, "2026-11-23T11:59:59Z", "1", "2", "1"))) {
            assertThatThrownBy(() -> folding.add(other.alone()))
                    .hasMessageContaining("does not follow trade 5");
        }
        assertThat(folding.lastSeq()).isEqualTo(5);
        assertThat(folding.trades()).isEqualTo(1);
    }

    @Test
    void candles_between_which_one_is_missing_cannot_be_joined() {
        Candle first = candle("1m", "12:00", "1 1 1 1", "1", 1, 2);
        Candle third = candle("1m", "12:02", "1 1 1 1", "1", 4, 4);

        assertThat(Candle.joined(CandleInterval.FIVE_MINUTES, List.of(first, third))).isEmpty();
    }

    @Test
    void figures_that_cannot_belong_together_are_no_candle() {
        assertThatThrownBy(() -> candle("5m", "12:01", "1 1 1 1", "1", 1, 1));
        assertThatThrownBy(() -> candle("1m", "12:00", "1 1 2 1", "1", 1, 1));
        assertThatThrownBy(() -> candle("1m", "12:00", "1 2 1 3", "1", 1, 1));
        assertThatThrownBy(() -> candle("1m", "12:00", "1 1 1 1", "1", 2, 1));
    }

    @Test
    void a_volume_outgrows_every_account() {
        Volume most = Volume.of(Usdc.ofMicros(Usdc.MAX_MICROS));
        assertThat(most.plus(most).plus(Volume.of(Usdc.parse("0.5"))))
                .hasToString("2000000000000.499998");
        assertThat(Volume.ZERO).hasToString("0");
    }

    /** However long the intervals on the way are, the trades of the interval alone decide. */
    @Test
    void joining_shorter_candles_gives_what_the_trades_themselves_give() {
        Property.holds(
                2_000,
                CandlesTest::history,
                trades -> {
                    List<Candle> shorter = minutes(trades.toArray(PricedTrade[]::new));
                    for (CandleInterval interval : CandleInterval.values()) {
                        List<Candle> longer =
                                LengtheningCandles.to(interval, shorter).values().stream()
                                        .map(Optional::orElseThrow)
                                        .toList();
                        assertThat(longer).isEqualTo(byDefinition(interval, trades));
                        shorter = longer;
                    }
                });
    }

    @Test
    void intervals_without_trades_are_flat_at_the_last_close_and_say_so() {
        Instant now = NOON.plusSeconds(200);
        SortedMap<Instant, Candle> candles = new TreeMap<>();
        for (Candle candle :
                List.of(
                        candle("1m", "11:50", "1 1 1 1", "1", 1, 1),
                        candle("1m", "12:01", "1 3 1 2", "5", 2, 4),
                        candle("1m", "12:09", "9 9 9 9", "9", 5, 5))) {
            candles.put(candle.start(), candle);
        }

        List<CandleView> filled =
                FillingGaps.fill(
                        CandleInterval.ONE_MINUTE, candles, NOON, NOON.plusSeconds(240), now);

        assertThat(filled)
                .extracting(CandlesTest::inWords)
                .containsExactly(
                        "12:00:00 1 1 1 1 volume 0 of 0 synthetic",
                        "12:01:00 1 3 1 2 volume 5 of 3",
                        "12:02:00 2 2 2 2 volume 0 of 0 synthetic",
                        "12:03:00 2 2 2 2 volume 0 of 0 synthetic running");
        assertThatThrownBy(
                        () ->
                                FillingGaps.fill(
                                        CandleInterval.ONE_MINUTE, new TreeMap<>(), NOON, now, now))
                .hasMessageContaining("2026-11-23T12:00:00Z");
    }

    private static String inWords(CandleView view) {
        return view.start().toString().substring(11, 19)
                + " %s %s %s %s".formatted(view.open(), view.high(), view.low(), view.close())
                + " volume "
                + view.volume()
                + " of "
                + view.trades()
                + (view.synthetic() ? " synthetic" : "")
                + (view.running() ? " running" : "");
    }

    private static List<PricedTrade> history(Chance chance) {
        List<PricedTrade> trades = new ArrayList<>();
        Instant at = NOON;
        Price price = Price.ofMicros(chance.fromOneUpTo(1_000_000));
        int count = 1 + chance.below(40);
        for (int seq = 1; seq <= count; seq++) {
            if (chance.oneIn(2)) {
                at = at.plus(Duration.ofSeconds(chance.upTo(1_000_000)));
            }
            Price after = Price.ofMicros(chance.fromOneUpTo(Price.MAX_MICROS));
            Usdc volume = Usdc.ofMicros(chance.upTo(Usdc.MAX_MICROS));
            trades.add(new PricedTrade(seq, at, price, after, volume));
            price = after;
        }
        return trades;
    }

    /** As the domain has it: open is the previous close, the first price for the first. */
    private static List<Candle> byDefinition(CandleInterval interval, List<PricedTrade> trades) {
        List<Candle> candles = new ArrayList<>();
        Price close = trades.getFirst().priceBefore();
        int i = 0;
        while (i < trades.size()) {
            Instant start = interval.start(trades.get(i).executedAt());
            Price open = close;
            long high = open.micros();
            long low = open.micros();
            Volume volume = Volume.ZERO;
            int first = i;
            while (i < trades.size() && interval.start(trades.get(i).executedAt()).equals(start)) {
                close = trades.get(i).priceAfter();
                high = Math.max(high, close.micros());
                low = Math.min(low, close.micros());
                volume = volume.plus(Volume.of(trades.get(i).volume()));
                i++;
            }
            candles.add(
                    new Candle(
                            interval,
                            start,
                            open,
                            Price.ofMicros(high),
                            Price.ofMicros(low),
                            close,
                            volume,
                            i - first,
                            first + 1,
                            i));
        }
        return candles;
    }

    private static List<Candle> minutes(PricedTrade... trades) {
        FoldingMinutes folding = new FoldingMinutes(trades[0].tradeSeq() - 1);
        for (PricedTrade trade : trades) {
            folding.add(trade.alone());
        }
        return folding.minutes();
    }

    /** What a trade did to its asset's price. */
    private record PricedTrade(
            long tradeSeq, Instant executedAt, Price priceBefore, Price priceAfter, Usdc volume) {

        /** The candle of its minute, as if it were the only one. */
        Candle alone() {
            boolean rises = priceAfter.compareTo(priceBefore) > 0;
            return new Candle(
                    CandleInterval.ONE_MINUTE,
                    CandleInterval.ONE_MINUTE.start(executedAt),
                    priceBefore,
                    rises ? priceAfter : priceBefore,
                    rises ? priceBefore : priceAfter,
                    priceAfter,
                    Volume.of(volume),
                    1,
                    tradeSeq,
                    tradeSeq);
        }
    }

    private static PricedTrade trade(
            long seq, String at, String before, String after, String volume) {
        return new PricedTrade(
                seq,
                Instant.parse(at),
                Price.parse(before),
                Price.parse(after),
                Usdc.parse(volume));
    }

    /** Prices are open, high, low and close. */
    private static Candle candle(
            String code, String time, String prices, String volume, long firstSeq, long lastSeq) {
        String[] four = prices.split(" ", -1);
        return new Candle(
                CandleInterval.of(code),
                Instant.parse("2026-11-23T" + time + ":00Z"),
                Price.parse(four[0]),
                Price.parse(four[1]),
                Price.parse(four[2]),
                Price.parse(four[3]),
                Volume.of(Usdc.parse(volume)),
                lastSeq - firstSeq + 1,
                firstSeq,
                lastSeq);
    }
}
