package io.megatron.core.trading;

import io.megatron.mapper.trading.Side;
import io.megatron.mapper.trading.Trade;

/**
 * The event that a trade has happened. Amounts are decimal strings.
 *
 * @param volume USDC that moved through the curve: a buy's cost, a sell's gross
 */
public record TradeExecuted(
        String tradeId,
        String userId,
        String side,
        String shares,
        String volume,
        String priceAfter,
        String supplyAfter,
        long tradeSeq) {

    /** The event's kind in the outbox. */
    public static final String KIND = "trade_executed";

    public static TradeExecuted of(Trade trade) {
        return new TradeExecuted(
                trade.id().toString(),
                trade.userId().toString(),
                trade.side().name(),
                trade.shares().toString(),
                (trade.side() == Side.BUY ? trade.net() : trade.gross()).toString(),
                trade.priceAfter().toString(),
                trade.supplyAfter().toString(),
                trade.tradeSeq());
    }
}
