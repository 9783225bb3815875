package io.megatron.mapper.pricing;

import io.megatron.curve.candles.Volume;
import java.time.Instant;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** What all assets together have traded, without a look at each trade. */
public interface VolumeMapper {

    /** A sum over trades. */
    record Traded(Volume volume, long trades) {
        public Traded plus(Traded other) {
            return new Traded(volume.plus(other.volume()), Math.addExact(trades, other.trades()));
        }
    }

    /** Of the candles of an interval that begin in a range; all of them where it is open. */
    Traded ofCandles(
            @Param("interval") String interval,
            @Param("from") @Nullable Instant from,
            @Param("until") @Nullable Instant until);

    /** Of the trades that no candle holds yet, so many of an asset at the most. */
    Traded ofNewTrades(@Param("from") @Nullable Instant from, @Param("limit") int limit);

    /** How many assets have more trades than that which no candle holds yet. */
    long countFarBehind(@Param("limit") int limit);
}
