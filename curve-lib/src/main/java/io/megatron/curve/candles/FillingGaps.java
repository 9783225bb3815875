package io.megatron.curve.candles;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Gives intervals without trades a candle of their own: flat at the last close, of no volume. */
public final class FillingGaps {
    private FillingGaps() {}

    /**
     * Every interval of a range.
     *
     * @param candles those of intervals with trades, by their start; one starts at {@code from} or
     *     before it
     * @param from a boundary
     * @param until where the range ends, exclusive
     * @param now what intervals that run are told by
     */
    public static List<CandleView> fill(
            CandleInterval interval,
            SortedMap<Instant, Candle> candles,
            Instant from,
            Instant until,
            Instant now) {
        List<CandleView> filled = new ArrayList<>();
        Candle last = null;
        SortedMap<Instant, Candle> before = candles.headMap(from);
        if (!before.isEmpty()) {
            last = before.lastEntry().getValue();
        }
        for (Instant start = from; start.isBefore(until); start = start.plus(interval.length())) {
            Candle candle = candles.get(start);
            if (candle != null) {
                filled.add(CandleView.of(candle, now));
                last = candle;
            } else if (last != null) {
                filled.add(CandleView.flat(interval, start, last.close(), now));
            } else {
                throw new IllegalArgumentException("nothing is known of the price at " + start);
            }
        }
        return filled;
    }
}
