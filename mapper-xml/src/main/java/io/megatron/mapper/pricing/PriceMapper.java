package io.megatron.mapper.pricing;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.types.Columns;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** Ticks, and the last one of each asset. */
public interface PriceMapper {

    List<Tick> pricesOfAssets(@Param("ids") UUID[] ids);

    /** The last ticks of these assets; those without any are left out. */
    default List<Tick> prices(Collection<AssetId> assets) {
        return pricesOfAssets(assets.stream().map(AssetId::value).toArray(UUID[]::new));
    }

    /** The last tick of every asset that has one. */
    List<Tick> all();

    /** The last ticks of a shard's assets whose window is not empty. */
    List<Tick> pricesWithVolume(int shard);

    /** The number of the shard's last tick; zero before the first. */
    long lastShardTick(int shard);

    /** Ticks of an asset, the latest first, before one of them and within a time. */
    List<Tick> ticks(
            @Param("assetId") UUID assetId,
            @Param("beforeSeq") long beforeSeq,
            @Param("from") Instant from,
            @Param("to") Instant to,
            @Param("limit") int limit);

    /** Where the last ticks of the shards stand that are newer than these. */
    List<ShardTick> changedSince(@Param("shards") int[] shards, @Param("ticks") long[] ticks);

    /** What an asset's trades from one of them to another moved, in the order of time. */
    List<TradedVolume> volumes(
            @Param("assetId") AssetId assetId,
            @Param("fromSeq") long fromSeq,
            @Param("upToSeq") long upToSeq);

    void insertTickColumns(Map<String, Object> columns);

    void writePriceColumns(Map<String, Object> columns);

    /**
     * Appends ticks, at most one an asset, and makes each the last one of its asset.
     *
     * @param firstShardTick the shard's number of the first of them
     */
    default void append(int shard, long firstShardTick, List<Tick> ticks) {
        Map<String, Object> columns =
                Columns.of(ticks)
                        .uuids("assetId", tick -> tick.assetId().value())
                        .longs("tickSeq", Tick::tickSeq)
                        .texts("tickedAt", tick -> tick.tickedAt().toString())
                        .longs("display", tick -> tick.display().micros())
                        .longs("marginal", tick -> tick.marginal().micros())
                        .texts("fundamental", tick -> plain(tick.fundamental()))
                        .texts("signalled", tick -> String.valueOf(tick.signalled()))
                        .texts("weight", tick -> plain(tick.weight()))
                        .longs("volume", tick -> tick.volume().micros())
                        .longs("supply", tick -> tick.supply().micros())
                        .ints("trades", Tick::trades)
                        .longs("traded", tick -> tick.traded().micros())
                        .longs("tradeSeq", Tick::tradeSeq)
                        .longs("eventSeq", Tick::eventSeq)
                        .all("shard", shard)
                        .all("firstShardTick", firstShardTick)
                        .arrays();
        insertTickColumns(columns);
        writePriceColumns(columns);
    }

    private static String plain(BigDecimal figure) {
        return figure.toPlainString();
    }

    /**
     * Drops the months of ticks that were over before a moment.
     *
     * @return how many
     */
    int purgeTicks(@Param("tickedBefore") Instant tickedBefore);
}
