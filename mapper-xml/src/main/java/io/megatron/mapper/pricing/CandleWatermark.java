package io.megatron.mapper.pricing;

import io.megatron.mapper.ids.AssetId;
import java.time.Instant;

/**
 * How far an asset's candles are made.
 *
 * @param tradeSeq the last trade in them; 0 where there is none
 * @param minute the minute of that trade; the epoch where there is none
 * @param minuteSeq the first trade in that minute; 0 where there is none
 */
public record CandleWatermark(AssetId assetId, long tradeSeq, Instant minute, long minuteSeq) {

    /** Before an asset's first trade. */
    public static CandleWatermark none(AssetId asset) {
        return new CandleWatermark(asset, 0, Instant.EPOCH, 0);
    }
}
