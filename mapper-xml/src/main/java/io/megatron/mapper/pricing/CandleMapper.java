package io.megatron.mapper.pricing;

import io.megatron.curve.candles.Candle;
import io.megatron.curve.candles.CandleInterval;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Candles, how far they are made, and what trades make of them. */
public interface CandleMapper {

    /**
     * The minutes of trades, in the order of the trades' numbers: of the first so many of a range,
     * so that trades of the last minute may be left over.
     */
    List<Candle> minutes(
            @Param("assetId") AssetId assetId,
            @Param("range") TradeRange range,
            @Param("limit") int limit);

    /** The number of the first trade at or after a moment; one more than the last if none is. */
    long firstSeqSince(
            @Param("assetId") AssetId assetId,
            @Param("since") Instant since,
            @Param("lastSeq") long lastSeq);

    /** Candles that start in a range, its end exclusive, in the order of time. */
    List<Candle> between(
            @Param("assetId") AssetId assetId,
            @Param("interval") CandleInterval interval,
            @Param("from") Instant from,
            @Param("until") Instant until);

    /** The last candle that starts before a moment. */
    @Nullable Candle lastBefore(
            @Param("assetId") AssetId assetId,
            @Param("interval") CandleInterval interval,
            @Param("before") Instant before);

    /** The first candle there is. */
    @Nullable Candle first(
            @Param("assetId") AssetId assetId, @Param("interval") CandleInterval interval);

    void upsertColumns(Map<String, Object> columns);

    /** Writes candles, in the place of those that are there. */
    default void upsert(AssetId asset, Collection<Candle> candles) {
        upsertColumns(
                Columns.of(candles)
                        .all("assetId", asset)
                        .texts("interval", candle -> candle.interval().code())
                        .longs("start", candle -> candle.start().getEpochSecond())
                        .longs("open", candle -> candle.open().micros())
                        .longs("high", candle -> candle.high().micros())
                        .longs("low", candle -> candle.low().micros())
                        .longs("close", candle -> candle.close().micros())
                        .texts("volume", candle -> candle.volume().micros().toString())
                        .longs("trades", Candle::trades)
                        .longs("firstSeq", Candle::firstSeq)
                        .longs("lastSeq", Candle::lastSeq)
                        .arrays());
    }

    void deleteColumns(Map<String, Object> columns);

    /** Deletes candles, found by interval and start. */
    default void delete(AssetId asset, Collection<Candle> candles) {
        deleteColumns(
                Columns.of(candles)
                        .all("assetId", asset)
                        .texts("interval", candle -> candle.interval().code())
                        .longs("start", candle -> candle.start().getEpochSecond())
                        .arrays());
    }

    /** Begins an asset's watermark, if nobody has. */
    void insertWatermark(CandleWatermark watermark);

    /** An asset's watermark, as it stands. */
    @Nullable CandleWatermark watermark(@Param("assetId") AssetId assetId);

    /** The same, held until the transaction ends. */
    CandleWatermark lockWatermark(@Param("assetId") AssetId assetId);

    void updateWatermark(CandleWatermark watermark);

    /** Assets with trades that are in no candle yet, in the order of their ids. */
    List<AssetTrades> behind(@Param("after") @Nullable AssetId after, @Param("limit") int limit);

    long countBehind();

    /** Assets that have candles, in the order of their ids. */
    List<AssetId> withCandles(@Param("after") @Nullable AssetId after, @Param("limit") int limit);

    long countWithCandles();
}
