package io.megatron.core.trading;

import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.fees.FeeSplit;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.Pool;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ledger.TransferCause;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.Trade;
import java.util.List;

/** Writes a decided trade into the draft: money, shares, the trade itself and its event. */
final class Settlement {
    private final TradingDesk desk;
    private final TradeKeys rows;

    Settlement(TradingDesk desk, TradeKeys rows) {
        this.desk = desk;
        this.rows = rows;
    }

    Trade settle(Draft draft, Call call, Asset asset, Position held, Fill fill) {
        TradeId id = TradeId.of(desk.ids().at(draft.time()));
        Pool pool = asset.pool();
        FeeSplit fee = pool.split(fill.fee());
        long transferSeq = pay(draft, id, fill, fee);
        Asset traded = asset.traded(fill.supplyAfter(), pool.after(fee));
        Position position = PositionRules.after(held, fill, traded.tradeSeq());
        draft.put(desk.positions(), rows.position(), position);
        draft.put(desk.assets(), rows.asset(), traded);
        Trade trade =
                new Trade(
                        id,
                        draft.time(),
                        rows.asset(),
                        rows.trader(),
                        call.requestId(),
                        fill.side(),
                        fill.shares(),
                        fill.gross(),
                        fill.fee(),
                        draft.feeRate().bps(),
                        fill.net(),
                        fill.priceBefore(),
                        fill.priceAfter(),
                        fill.supplyAfter(),
                        desk.posting().balance(draft, rows.reserve()),
                        desk.posting().balance(draft, rows.cash()),
                        position.shares(),
                        position.costBasis(),
                        position.realisedProfit(),
                        traded.tradeSeq(),
                        transferSeq,
                        draft.nextEventId());
        draft.append(desk.trades(), trade);
        desk.outbox()
                .announce(
                        draft,
                        trade.eventId(),
                        rows.asset(),
                        traded.eventSeq(),
                        TradeExecuted.KIND,
                        TradeExecuted.of(trade));
        desk.breaker()
                .traded(draft, asset, fill)
                .ifPresent(halted -> announce(draft, traded.announced(), halted));
        return trade;
    }

    private void announce(Draft draft, Asset announced, TradingHalted halted) {
        draft.put(desk.assets(), rows.asset(), announced);
        desk.outbox()
                .announce(
                        draft,
                        draft.nextEventId(),
                        rows.asset(),
                        announced.eventSeq(),
                        TradingHalted.KIND,
                        halted);
    }

    private long pay(Draft draft, TradeId id, Fill fill, FeeSplit fee) {
        return desk.posting()
                .post(
                        draft,
                        new Posting.Cause(
                                TransferCause.TRADE, id.value(), rows.trader().value(), null),
                        List.of(
                                new Posting.Leg(rows.cash(), fill.cashChange()),
                                new Posting.Leg(rows.reserve(), fill.reserveChange()),
                                new Posting.Leg(rows.lpRewards(), fee.lps()),
                                new Posting.Leg(rows.platformFees(), fee.platform())));
    }
}
