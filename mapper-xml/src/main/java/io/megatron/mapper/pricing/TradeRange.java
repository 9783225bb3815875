package io.megatron.mapper.pricing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Some of an asset's trades, by their numbers. The times tell which partitions need not be looked
 * at.
 *
 * @param since no trade of the range is earlier
 * @param until every trade of the range is earlier; absent where that is not known
 * @param after the number before the first
 * @param through the number of the last, at the most
 */
public record TradeRange(Instant since, @Nullable Instant until, long after, long through) {

    /** All that follow a trade. */
    public static TradeRange after(long after, Instant since) {
        return new TradeRange(since, null, after, Long.MAX_VALUE);
    }

    /** What is left of the range after one of its trades. */
    public TradeRange from(long last) {
        return new TradeRange(since, until, last, through);
    }
}
