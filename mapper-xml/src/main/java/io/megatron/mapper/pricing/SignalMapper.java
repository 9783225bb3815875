package io.megatron.mapper.pricing;

import io.megatron.curve.pricing.FundamentalPrice;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.SignalId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Signals and fundamental prices. */
public interface SignalMapper {

    List<Fundamental> fundamentalsWithIds(@Param("ids") UUID[] ids);

    default List<Fundamental> fundamentals(Collection<AssetId> assets) {
        return fundamentalsWithIds(values(assets));
    }

    void insertFundamentalColumns(Map<String, Object> columns);

    default void insertFundamentals(Collection<Fundamental> fundamentals, Instant at) {
        insertFundamentalColumns(columns(fundamentals, at));
    }

    void updateFundamentalColumns(Map<String, Object> columns);

    default void updateFundamentals(Collection<Fundamental> fundamentals, Instant at) {
        updateFundamentalColumns(columns(fundamentals, at));
    }

    private static Map<String, Object> columns(Collection<Fundamental> rows, Instant at) {
        return Columns.of(rows)
                .uuids("assetId", row -> row.assetId().value())
                .texts("value", row -> row.value().toString())
                .longs("signals", Fundamental::signals)
                .all("changedAt", at)
                .arrays();
    }

    /**
     * The lowest and the highest fundamental price of an asset in a window of time, the one it
     * began with included.
     */
    record PriceRange(AssetId assetId, FundamentalPrice lowest, FundamentalPrice highest) {}

    List<PriceRange> rangesOfAssets(@Param("ids") UUID[] ids, @Param("after") Instant after);

    /** Ranges of the assets that have had a signal after this moment. */
    default List<PriceRange> ranges(Collection<AssetId> assets, Instant after) {
        return rangesOfAssets(values(assets), after);
    }

    private static UUID[] values(Collection<AssetId> assets) {
        return assets.stream().map(AssetId::value).toArray(UUID[]::new);
    }

    void insertColumns(Map<String, Object> columns);

    /** All of them carry the batch's one book time. */
    default void insert(Collection<Signal> signals, Instant bookedAt) {
        insertColumns(
                Columns.of(signals)
                        .uuids("id", signal -> signal.id().value())
                        .uuids("assetId", signal -> signal.assetId().value())
                        .longs("seq", Signal::seq)
                        .uuids("submittedBy", Signal::submittedBy)
                        .uuids("requestId", Signal::requestId)
                        .ints("delta", signal -> signal.delta().millionths())
                        .ints("confidence", signal -> signal.confidence().millionths())
                        .texts("sources", Signal::sources)
                        .texts("rawAnswer", Signal::rawAnswer)
                        .ints("beta", signal -> signal.beta().millionths())
                        .ints("dailyLimit", signal -> signal.dailyLimit().millionths())
                        .texts("before", signal -> signal.fundamentalBefore().toString())
                        .texts("after", signal -> signal.fundamentalAfter().toString())
                        .texts("marginalPrice", signal -> signal.marginalPrice().toString())
                        .longs("eventId", Signal::eventId)
                        .all("bookedAt", bookedAt)
                        .arrays());
    }

    @Nullable Signal signal(@Param("id") SignalId id);

    /** Signals before an event, newest first, of one asset or of all. */
    List<Signal> page(
            @Param("assetId") @Nullable AssetId assetId,
            @Param("beforeEventId") long beforeEventId,
            @Param("limit") int limit);
}
