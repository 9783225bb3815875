package io.megatron.core.pricing.internal;

import io.megatron.curve.candles.Candle;
import io.megatron.curve.candles.CandleInterval;
import io.megatron.curve.candles.LengtheningCandles;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.CandleMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Finds out what has to be written for the candles of all intervals to be right, given the minutes
 * of a range made anew. Each longer interval is joined from the whole shorter ones in it: those
 * made anew, and beside the range those that are stored. So the result follows from trades alone,
 * and making it twice changes nothing.
 */
@Component
public class PlanningCandles {
    private final CandleMapper candles;

    PlanningCandles(CandleMapper candles) {
        this.candles = candles;
    }

    /**
     * What has to change.
     *
     * @param written candles that are not stored, or are stored otherwise
     * @param removed stored candles of intervals without trades
     */
    public record Changes(List<Candle> written, List<Candle> removed) {
        public int count() {
            return written.size() + removed.size();
        }
    }

    /**
     * Plans for a range.
     *
     * @param from where it begins, at a minute
     * @param until where it ends, at a minute, exclusive
     * @param minutes all minutes in it that have trades
     */
    public Changes plan(AssetId asset, Instant from, Instant until, List<Candle> minutes) {
        Changes changes = new Changes(new ArrayList<>(), new ArrayList<>());
        SortedMap<Instant, Optional<Candle>> made = new TreeMap<>();
        minutes.forEach(minute -> made.put(minute.start(), Optional.of(minute)));
        Level level = new Level(CandleInterval.ONE_MINUTE, from, until, made);
        Optional<Level> next = Optional.of(level);
        while (next.isPresent()) {
            next = settle(asset, next.get(), changes);
        }
        return changes;
    }

    /**
     * The candles of one interval in a range.
     *
     * @param made by start; nothing for an interval of which trades are missing, since some of its
     *     shorter candles are not stored: it stays as it is until they are made anew
     */
    private record Level(
            CandleInterval interval,
            Instant from,
            Instant until,
            SortedMap<Instant, Optional<Candle>> made) {

        boolean contains(Candle candle) {
            return !candle.start().isBefore(from) && candle.start().isBefore(until);
        }
    }

    /** Compares a level with what is stored, and makes the next one of it. */
    private Optional<Level> settle(AssetId asset, Level level, Changes changes) {
        Optional<CandleInterval> longer = level.interval().longer();
        Instant from = longer.map(next -> next.start(level.from())).orElse(level.from());
        Instant until = longer.map(next -> next.ceiling(level.until())).orElse(level.until());
        SortedMap<Instant, Candle> whole = new TreeMap<>();
        for (Candle stored : candles.between(asset, level.interval(), from, until)) {
            if (level.contains(stored) && !level.made().containsKey(stored.start())) {
                changes.removed().add(stored);
            } else {
                whole.put(stored.start(), stored);
            }
        }
        level.made().values().stream()
                .flatMap(Optional::stream)
                .filter(made -> !made.equals(whole.put(made.start(), made)))
                .forEach(changes.written()::add);
        return longer.map(
                next ->
                        new Level(
                                next,
                                from,
                                until,
                                LengtheningCandles.to(next, List.copyOf(whole.values()))));
    }
}
