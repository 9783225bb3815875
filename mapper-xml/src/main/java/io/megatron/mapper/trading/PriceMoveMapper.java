package io.megatron.mapper.trading;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.types.Columns;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;

/** How far prices have moved lately. */
public interface PriceMoveMapper {

    List<PriceMove> ofAssets(@Param("ids") UUID[] ids);

    default List<PriceMove> moves(Collection<AssetId> assets) {
        return ofAssets(assets.stream().map(AssetId::value).toArray(UUID[]::new));
    }

    void writeColumns(Map<String, Object> columns);

    default void write(Collection<PriceMove> moves) {
        writeColumns(
                Columns.of(moves)
                        .uuids("assetId", move -> move.assetId().value())
                        .texts("windowBegan", move -> move.windowBegan().toString())
                        .longs("low", move -> move.low().micros())
                        .longs("high", move -> move.high().micros())
                        .longs("lowBefore", move -> move.lowBefore().micros())
                        .longs("highBefore", move -> move.highBefore().micros())
                        .texts("haltedUntil", move -> move.haltedUntil().toString())
                        .arrays());
    }
}
