package io.megatron.mapper.trading;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.types.Columns;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Positions. */
public interface PositionMapper {

    List<Position> positionsWithIds(
            @Param("assetIds") UUID[] assetIds, @Param("userIds") UUID[] userIds);

    default List<Position> positions(Collection<PositionKey> keys) {
        return positionsWithIds(
                keys.stream().map(key -> key.assetId().value()).toArray(UUID[]::new),
                keys.stream().map(key -> key.userId().value()).toArray(UUID[]::new));
    }

    void insertColumns(Map<String, Object> columns);

    default void insert(Collection<Position> positions) {
        insertColumns(columns(positions).arrays());
    }

    void updateColumns(Map<String, Object> columns);

    /**
     * Changes positions, each from what it was decided on.
     *
     * @param before the same positions in the same order, as they were; where one is not so any
     *     more, nothing is changed, and the statement fails
     */
    default void update(List<Position> positions, List<Position> before) {
        Map<String, Object> columns = columns(positions).arrays();
        columns.putAll(
                Columns.of(before).longs("lastTradeSeqBefore", Position::lastTradeSeq).arrays());
        updateColumns(columns);
    }

    private static Columns<Position> columns(Collection<Position> positions) {
        return Columns.of(positions)
                .uuids("assetId", position -> position.assetId().value())
                .uuids("userId", position -> position.userId().value())
                .longs("shares", position -> position.shares().micros())
                .longs("costBasis", position -> position.costBasis().micros())
                .longs("realisedProfit", position -> position.realisedProfit().micros())
                .longs("lastTradeSeq", Position::lastTradeSeq);
    }

    /** A user's positions in the order of their assets, after one of them. */
    List<Position> ofUser(
            @Param("userId") UserId userId,
            @Param("afterAssetId") @Nullable AssetId afterAssetId,
            @Param("limit") int limit);
}
