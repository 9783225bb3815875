package io.megatron.mapper.funding;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** The fundings of assets. */
public interface FundingMapper {

    List<Funding> fundingsOfAssets(@Param("ids") UUID[] ids);

    default List<Funding> fundings(Collection<AssetId> ids) {
        return fundingsOfAssets(ids.stream().map(AssetId::value).toArray(UUID[]::new));
    }

    void insert(Funding funding);

    void updateColumns(Map<String, Object> columns);

    /** Terms never change. */
    default void update(Collection<Funding> fundings) {
        updateColumns(
                Columns.of(fundings)
                        .uuids("assetId", funding -> funding.assetId().value())
                        .texts(
                                "activatedAt",
                                funding -> funding.activation().map(Instant::toString).orElse(null))
                        .longs("queued", funding -> funding.queued().micros())
                        .longs("withdrawalNumbers", Funding::withdrawalNumbers)
                        .arrays());
    }

    /** Assets that are FUNDING although their deadline has come, in the order of ids. */
    List<AssetId> missed(
            @Param("at") Instant at,
            @Param("after") @Nullable AssetId after,
            @Param("limit") int limit);

    /** Who holds how much, for people. */
    FundingFigures figures(@Param("assetId") AssetId assetId);

    /**
     * What people want to know of a pool.
     *
     * @param lps how many LPs hold principal
     */
    record FundingFigures(long lps, Usdc raised) {}

    /** Assets that owe refunds, cancelled or about to be, in the order of ids. */
    List<AssetId> refundable(
            @Param("at") Instant at,
            @Param("after") @Nullable AssetId after,
            @Param("limit") int limit);

    long countMissed(@Param("at") Instant at);

    long countUnrefundedLps(@Param("at") Instant at);
}
