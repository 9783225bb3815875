package io.megatron.mapper.funding;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** LP positions and their lots. */
public interface LpMapper {

    List<LpPosition> positionsWithIds(
            @Param("assetIds") UUID[] assetIds, @Param("userIds") UUID[] userIds);

    default List<LpPosition> positions(Collection<LpKey> keys) {
        return positionsWithIds(assetIds(keys), userIds(keys));
    }

    List<Lot> openLotsWithIds(@Param("assetIds") UUID[] assetIds, @Param("userIds") UUID[] userIds);

    /** The lots of which something is left, oldest first. */
    default List<Lot> openLots(Collection<LpKey> keys) {
        return openLotsWithIds(assetIds(keys), userIds(keys));
    }

    private static UUID[] assetIds(Collection<LpKey> keys) {
        return keys.stream().map(key -> key.assetId().value()).toArray(UUID[]::new);
    }

    private static UUID[] userIds(Collection<LpKey> keys) {
        return keys.stream().map(key -> key.userId().value()).toArray(UUID[]::new);
    }

    void insertPositionColumns(Map<String, Object> columns);

    default void insertPositions(Collection<LpPosition> positions) {
        insertPositionColumns(columns(positions));
    }

    void updatePositionColumns(Map<String, Object> columns);

    default void updatePositions(Collection<LpPosition> positions) {
        updatePositionColumns(columns(positions));
    }

    private static Map<String, Object> columns(Collection<LpPosition> positions) {
        return Columns.of(positions)
                .uuids("assetId", position -> position.assetId().value())
                .uuids("userId", position -> position.userId().value())
                .longs("principal", position -> position.principal().micros())
                .longs("queued", position -> position.queued().micros())
                .longs("contributed", position -> position.contributed().micros())
                .longs("withdrawn", position -> position.withdrawn().micros())
                .longs("refunded", position -> position.refunded().micros())
                .longs("claimed", position -> position.claimed().micros())
                .texts("accrued", position -> position.accrued().toString())
                .texts("rewardPerShare", position -> position.rewardPerShare().toString())
                .ints("lots", LpPosition::lots)
                .arrays();
    }

    void writeLotColumns(Map<String, Object> columns);

    /** Adds new lots, and sets what was withdrawn and unlocked of those that are there. */
    default void writeLots(Collection<Lot> lots) {
        writeLotColumns(
                Columns.of(lots)
                        .uuids("assetId", lot -> lot.assetId().value())
                        .uuids("userId", lot -> lot.userId().value())
                        .ints("number", Lot::number)
                        .longs("amount", lot -> lot.amount().micros())
                        .longs("withdrawn", lot -> lot.withdrawn().micros())
                        .texts("contributedAt", lot -> lot.contributedAt().toString())
                        .texts("vesting", Lot::vesting)
                        .ints("unlockedBps", Lot::unlockedBps)
                        .integers("nextUnlockDays", Lot::nextUnlockDays)
                        .arrays());
    }

    /** A user's LP positions in the order of assets, after one of them. */
    List<LpPosition> ofUser(
            @Param("userId") UserId userId,
            @Param("after") @Nullable AssetId after,
            @Param("limit") int limit);

    /** A pool's LPs who still hold principal, in the order of users, after one of them. */
    List<LpPosition> ofPool(
            @Param("assetId") AssetId assetId,
            @Param("after") @Nullable UserId after,
            @Param("limit") int limit);

    /**
     * LPs of active assets with tranches whose time has come and that nobody has marked, in the
     * order of pools and users, after one of them.
     */
    List<LpKey> toUnlock(
            @Param("at") Instant at,
            @Param("after") @Nullable LpKey after,
            @Param("limit") int limit);

    long countToUnlock(@Param("at") Instant at);

    /** All lots of an LP, withdrawn ones included, in the order of numbers, after one of them. */
    List<Lot> lots(
            @Param("assetId") AssetId assetId,
            @Param("userId") UserId userId,
            @Param("afterNumber") int afterNumber,
            @Param("limit") int limit);
}
