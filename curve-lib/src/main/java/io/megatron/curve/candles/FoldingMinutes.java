package io.megatron.curve.candles;

import java.util.ArrayList;
import java.util.List;

/**
 * Folds what page after page of an asset's trades make of their minutes, in the order of the
 * trades, into candles of whole minutes. It holds one candle per minute with trades, however many
 * pages there are.
 */
public final class FoldingMinutes {
    private final List<Candle> minutes = new ArrayList<>();
    private final long after;
    private long lastSeq;

    /**
     * Folds what follows a trade.
     *
     * @param after the number of that trade; 0 to begin with the first
     */
    public FoldingMinutes(long after) {
        this.after = after;
        lastSeq = after;
    }

    /**
     * Adds the next trades of a minute.
     *
     * @throws IllegalStateException if they do not continue the ones before: a number is missing,
     *     or their minute is earlier. Neither can be where one book gives numbers and time, and
     *     going on would lose trades for good
     */
    public void add(Candle more) {
        boolean first = minutes.isEmpty();
        if (more.firstSeq() != lastSeq + 1
                || (!first && more.start().isBefore(minutes.getLast().start()))) {
            throw new IllegalStateException(
                    "trade %d of %s does not follow trade %d"
                            .formatted(more.firstSeq(), more.start(), lastSeq));
        }
        if (!first && minutes.getLast().start().equals(more.start())) {
            List<Candle> both = List.of(minutes.removeLast(), more);
            minutes.add(Candle.joined(CandleInterval.ONE_MINUTE, both).orElseThrow());
        } else {
            minutes.add(more);
        }
        lastSeq = more.lastSeq();
    }

    /**
     * The minutes with trades so far, in the order of time; trades may still follow in the last.
     */
    public List<Candle> minutes() {
        return List.copyOf(minutes);
    }

    public int minuteCount() {
        return minutes.size();
    }

    /** How many trades there were. */
    public long trades() {
        return lastSeq - after;
    }

    /** The number of the last trade; the one it began after, while there was none. */
    public long lastSeq() {
        return lastSeq;
    }
}
