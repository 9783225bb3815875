package io.megatron.core.pricing.internal;

import io.megatron.curve.candles.Candle;
import io.megatron.curve.candles.CandleInterval;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** Counts intervals that are met in the order of time, each once. */
public final class CountingIntervals {
    private final Map<CandleInterval, Instant> last = new EnumMap<>(CandleInterval.class);
    private long count;

    public void add(Candle candle) {
        add(candle.interval(), candle.start());
    }

    /** Every interval that a minute lies in. */
    public void addAround(Candle minute) {
        for (CandleInterval interval : CandleInterval.values()) {
            add(interval, interval.start(minute.start()));
        }
    }

    private void add(CandleInterval interval, Instant start) {
        Instant before = last.put(interval, start);
        if (before == null || before.isBefore(start)) {
            count++;
        }
    }

    public long count() {
        return count;
    }
}
