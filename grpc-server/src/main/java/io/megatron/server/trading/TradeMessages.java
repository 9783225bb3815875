package io.megatron.server.trading;

import io.megatron.core.Refusal;
import io.megatron.core.trading.Fill;
import io.megatron.server.calls.Figures;
import io.megatron.trading.v1.Position;
import io.megatron.trading.v1.Quote;
import io.megatron.trading.v1.Receipt;
import io.megatron.trading.v1.Side;
import io.megatron.trading.v1.Trade;

/** Trades, quotes and positions in the words of the wire. */
final class TradeMessages {
    private TradeMessages() {}

    static Receipt receipt(io.megatron.mapper.trading.Trade trade, boolean replayed) {
        return Receipt.newBuilder().setTrade(trade(trade)).setReplayed(replayed).build();
    }

    static Trade trade(io.megatron.mapper.trading.Trade trade) {
        return Trade.newBuilder()
                .setTradeId(trade.id().toString())
                .setAssetId(trade.assetId().toString())
                .setUserId(trade.userId().toString())
                .setRequestId(trade.requestId().toString())
                .setSide(side(trade.side()))
                .setShares(trade.shares().toString())
                .setGross(trade.gross().toString())
                .setFee(trade.fee().toString())
                .setFeeBps(trade.feeBps())
                .setNet(trade.net().toString())
                .setAveragePrice(averagePrice(trade))
                .setPriceBefore(trade.priceBefore().toString())
                .setPriceAfter(trade.priceAfter().toString())
                .setSupplyAfter(trade.supplyAfter().toString())
                .setReserveAfter(trade.reserveAfter().toString())
                .setCashBalanceAfter(trade.cashAfter().toString())
                .setPositionSharesAfter(trade.positionAfter().toString())
                .setPositionCostBasisAfter(trade.costBasisAfter().toString())
                .setPositionRealisedProfitAfter(trade.realisedProfitAfter().toString())
                .setLedgerSequence(trade.transferSeq())
                .setTradeSequence(trade.tradeSeq())
                .setExecutedAt(Figures.time(trade.executedAt()))
                .build();
    }

    static Quote quote(io.megatron.core.trading.Quote quote) {
        Fill fill = quote.fill();
        Quote.Builder message =
                Quote.newBuilder()
                        .setAssetId(quote.asset().toString())
                        .setSide(side(fill.side()))
                        .setShares(fill.shares().toString())
                        .setGross(fill.gross().toString())
                        .setFee(fill.fee().toString())
                        .setFeeBps(quote.feeRate().bps())
                        .setNet(fill.net().toString())
                        .setAveragePrice(averagePrice(fill))
                        .setPriceBefore(fill.priceBefore().toString())
                        .setPriceAfter(fill.priceAfter().toString())
                        .setPriceImpactPercent(
                                Figures.percentChange(fill.priceBefore(), fill.priceAfter()))
                        .setSupplyAfter(fill.supplyAfter().toString())
                        .setReserveAfter(quote.reserveAfter().toString())
                        .setAsOf(Figures.time(quote.asOf()));
        quote.blocking().map(TradeMessages::refusal).ifPresent(message::setBlocking);
        return message.build();
    }

    static Position position(io.megatron.mapper.trading.Position position) {
        return Position.newBuilder()
                .setUserId(position.userId().toString())
                .setAssetId(position.assetId().toString())
                .setShares(position.shares().toString())
                .setCostBasis(position.costBasis().toString())
                .setRealisedProfit(position.realisedProfit().toString())
                .build();
    }

    private static io.megatron.errors.v1.Refusal refusal(Refusal refusal) {
        return io.megatron.errors.v1.Refusal.newBuilder()
                .setCode(refusal.code().name())
                .setMessage(refusal.message())
                .putAllDetails(refusal.details())
                .build();
    }

    /** What the trader paid or was paid, fee included; it fits no column and needs none. */
    private static String averagePrice(io.megatron.mapper.trading.Trade trade) {
        return switch (trade.side()) {
            case BUY -> Figures.perShare(trade.gross(), trade.shares());
            case SELL -> Figures.perShare(trade.net(), trade.shares());
        };
    }

    private static String averagePrice(Fill fill) {
        return switch (fill.side()) {
            case BUY -> Figures.perShare(fill.gross(), fill.shares());
            case SELL -> Figures.perShare(fill.net(), fill.shares());
        };
    }

    private static Side side(io.megatron.mapper.trading.Side side) {
        return switch (side) {
            case BUY -> Side.SIDE_BUY;
            case SELL -> Side.SIDE_SELL;
        };
    }
}
