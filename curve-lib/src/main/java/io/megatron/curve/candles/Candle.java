package io.megatron.curve.candles;

import io.megatron.curve.money.Price;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the trades of an interval did to the marginal price of their asset, in the order of the
 * asset's own numbers (the domain's section "Prices"). There is at least one trade in it.
 *
 * <p>The open is the close of the candle before, and the base price P0 for an asset's first: the
 * curve moves with trades only, so that is the price before the interval's first trade. A candle
 * thus follows from its own trades alone, and joining the candles of shorter intervals gives
 * exactly what the trades themselves give.
 *
 * @param start when the interval begins
 * @param open price before the first trade
 * @param high highest of the open and the prices after each trade
 * @param low lowest of them
 * @param close price after the last trade
 * @param volume USDC that moved through the curve
 * @param trades how many trades
 * @param firstSeq number of the first trade
 * @param lastSeq number of the last trade
 */
public record Candle(
        CandleInterval interval,
        Instant start,
        Price open,
        Price high,
        Price low,
        Price close,
        Volume volume,
        long trades,
        long firstSeq,
        long lastSeq) {

    /**
     * Checks that the figures can belong together.
     *
     * @throws IllegalArgumentException if they cannot
     */
    public Candle {
        boolean consistent =
                interval.start(start).equals(start)
                        && max(open, close).compareTo(high) <= 0
                        && min(open, close).compareTo(low) >= 0
                        && trades >= 1
                        && lastSeq - firstSeq + 1 == trades;
        if (!consistent) {
            throw new IllegalArgumentException(
                    "no candle: %s from %s, %s %s %s %s, %d trades from %d to %d"
                            .formatted(
                                    interval.code(),
                                    start,
                                    open,
                                    high,
                                    low,
                                    close,
                                    trades,
                                    firstSeq,
                                    lastSeq));
        }
    }

    /** When the interval ends, exclusive. */
    public Instant end() {
        return start.plus(interval.length());
    }

    /**
     * One candle of several, each continuing the one before.
     *
     * @param interval one that they all lie in
     * @param candles at least one, in the order of time
     * @return the candle; nothing where trades between two of them are missing
     */
    public static Optional<Candle> joined(CandleInterval interval, List<Candle> candles) {
        Candle joined = candles.getFirst().as(interval);
        for (Candle next : candles.subList(1, candles.size())) {
            if (next.firstSeq != joined.lastSeq + 1) {
                return Optional.empty();
            }
            joined = joined.followedBy(next);
        }
        return Optional.of(joined);
    }

    private Candle as(CandleInterval longer) {
        return new Candle(
                longer,
                longer.start(start),
                open,
                high,
                low,
                close,
                volume,
                trades,
                firstSeq,
                lastSeq);
    }

    private Candle followedBy(Candle next) {
        return new Candle(
                interval,
                start,
                open,
                max(high, next.high),
                min(low, next.low),
                next.close,
                volume.plus(next.volume),
                trades + next.trades,
                firstSeq,
                next.lastSeq);
    }

    private static Price max(Price one, Price other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Price min(Price one, Price other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
