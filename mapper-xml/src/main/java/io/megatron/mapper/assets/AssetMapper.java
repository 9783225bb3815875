package io.megatron.mapper.assets;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.types.Columns;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** Assets and their pools. */
public interface AssetMapper {

    List<Asset> assetsWithIds(@Param("ids") UUID[] ids);

    default List<Asset> assets(Collection<AssetId> ids) {
        return assetsWithIds(ids.stream().map(AssetId::value).toArray(UUID[]::new));
    }

    /** The assets that carry one of these symbols. */
    List<Asset> withSymbols(@Param("symbols") String[] symbols);

    void insert(Asset asset);

    void updateColumns(Map<String, Object> columns);

    default void update(Collection<Asset> assets) {
        updateColumns(
                Columns.of(assets)
                        .uuids("id", asset -> asset.id().value())
                        .texts("status", asset -> asset.status().name())
                        .longs("supply", asset -> asset.supply().micros())
                        .longs("tradeSeq", Asset::tradeSeq)
                        .longs("eventSeq", Asset::eventSeq)
                        .longs("lpShares", asset -> asset.lpShares().micros())
                        .texts("rewardPerShare", asset -> asset.rewardPerShare().toString())
                        .texts("rewardRemainder", asset -> asset.rewardRemainder().toString())
                        .arrays());
    }

    /** A page of assets in the order of their symbols, after one of them. */
    List<Asset> page(@Param("afterSymbol") String afterSymbol, @Param("limit") int limit);
}
