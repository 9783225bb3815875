package io.megatron.curve.candles;

import java.util.ArrayList;
import java.util.List;

/**
 * Folds an asset's trades, in their order, into candles of a minute. It holds one candle per minute
 * with trades, however many trades there are.
 */
public final class FoldingTrades {
    private final List<Candle> minutes = new ArrayList<>();
    private final long after;
    private long lastSeq;

    /**
     * Folds what follows a trade.
     *
     * @param after the number of that trade; 0 to begin with the first
     */
    public FoldingTrades(long after) {
        this.after = after;
        lastSeq = after;
    }

    /**
     * Adds the next trade.
     *
     * @throws IllegalStateException if it does not continue the one before: a number is missing, or
     *     its time is earlier. Neither can be where one book gives numbers and time, and going on
     *     would lose trades for good
     */
    public void add(PricedTrade trade) {
        Candle minute = Candle.of(trade);
        boolean first = minutes.isEmpty();
        if (trade.tradeSeq() != lastSeq + 1
                || (!first && minute.start().isBefore(minutes.getLast().start()))) {
            throw new IllegalStateException(
                    "trade %d at %s does not follow trade %d"
                            .formatted(trade.tradeSeq(), trade.executedAt(), lastSeq));
        }
        if (!first && minutes.getLast().start().equals(minute.start())) {
            List<Candle> both = List.of(minutes.removeLast(), minute);
            minutes.add(Candle.joined(CandleInterval.ONE_MINUTE, both).orElseThrow());
        } else {
            minutes.add(minute);
        }
        lastSeq = trade.tradeSeq();
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
