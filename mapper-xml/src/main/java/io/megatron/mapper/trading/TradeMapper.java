package io.megatron.mapper.trading;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.types.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Trades. */
public interface TradeMapper {

    void insertColumns(Map<String, Object> columns);

    /** All of them carry the batch's one book time. */
    default void insert(Collection<Trade> trades, Instant executedAt) {
        insertColumns(
                Columns.of(trades)
                        .uuids("id", trade -> trade.id().value())
                        .uuids("assetId", trade -> trade.assetId().value())
                        .uuids("userId", trade -> trade.userId().value())
                        .uuids("requestId", Trade::requestId)
                        .texts("side", trade -> trade.side().name())
                        .longs("shares", trade -> trade.shares().micros())
                        .longs("gross", trade -> trade.gross().micros())
                        .longs("fee", trade -> trade.fee().micros())
                        .ints("feeBps", Trade::feeBps)
                        .longs("net", trade -> trade.net().micros())
                        .longs("priceBefore", trade -> trade.priceBefore().micros())
                        .longs("priceAfter", trade -> trade.priceAfter().micros())
                        .longs("supplyAfter", trade -> trade.supplyAfter().micros())
                        .longs("reserveAfter", trade -> trade.reserveAfter().micros())
                        .longs("cashAfter", trade -> trade.cashAfter().micros())
                        .longs("positionAfter", trade -> trade.positionAfter().micros())
                        .longs("costBasisAfter", trade -> trade.costBasisAfter().micros())
                        .longs("realisedProfitAfter", trade -> trade.realisedProfitAfter().micros())
                        .longs("tradeSeq", Trade::tradeSeq)
                        .longs("transferSeq", Trade::transferSeq)
                        .longs("eventId", Trade::eventId)
                        .all("executedAt", executedAt)
                        .arrays());
    }

    @Nullable Trade tradeWithin(
            @Param("id") TradeId id, @Param("from") Instant from, @Param("until") Instant until);

    /** The trade's id carries its millisecond, so one partition is looked at. */
    default @Nullable Trade trade(TradeId id) {
        Instant millisecond = Instant.ofEpochMilli(id.value().getMostSignificantBits() >>> 16);
        return tradeWithin(id, millisecond, millisecond.plus(Duration.ofMillis(1)));
    }

    /** A user's trades, newest first, of one asset or of all. */
    List<Trade> ofUser(
            @Param("userId") UserId userId,
            @Param("assetId") @Nullable AssetId assetId,
            @Param("beforeTransferSeq") long beforeTransferSeq,
            @Param("limit") int limit);

    /** An asset's trades, newest first. */
    List<Trade> ofAsset(
            @Param("assetId") AssetId assetId,
            @Param("beforeTradeSeq") long beforeTradeSeq,
            @Param("limit") int limit);
}
