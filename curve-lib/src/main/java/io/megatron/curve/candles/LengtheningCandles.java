package io.megatron.curve.candles;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes candles of a longer interval from those of a shorter one. */
public final class LengtheningCandles {
    private LengtheningCandles() {}

    /**
     * The candles of a longer interval, by their start.
     *
     * @param shorter candles of one shorter interval that the longer one consists of, in the order
     *     of time
     * @return an entry per interval that one of them lies in; no candle where some of its trades
     *     are missing between them
     */
    public static SortedMap<Instant, Optional<Candle>> to(
            CandleInterval longer, List<Candle> shorter) {
        SortedMap<Instant, List<Candle>> groups = new TreeMap<>();
        for (Candle candle : shorter) {
            groups.computeIfAbsent(longer.start(candle.start()), start -> new ArrayList<>())
                    .add(candle);
        }
        SortedMap<Instant, Optional<Candle>> joined = new TreeMap<>();
        groups.forEach((start, group) -> joined.put(start, Candle.joined(longer, group)));
        return joined;
    }
}
