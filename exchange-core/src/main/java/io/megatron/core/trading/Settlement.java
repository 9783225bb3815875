package io.megatron.core.trading;

import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.fees.FeeSplit;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.ledger.TransferCause;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.Trade;
import java.util.List;

/** Writes a decided trade into the draft: money, shares, the trade itself and its event. */
final class Settlement {
    private final TradingDesk desk;

    Settlement(TradingDesk desk) {
        this.desk = desk;
    }

    Trade settle(Draft draft, Call call, Asset asset, Position held, Fill fill) {
        UserId trader = held.userId();
        TradeId id = TradeId.of(desk.ids().at(draft.time()));
        long transferSeq = pay(draft, id, trader, asset.id(), fill);
        Position position = PositionRules.after(held, fill);
        Asset traded = asset.traded(fill.supplyAfter());
        draft.put(desk.positions(), position.key(), position);
        draft.put(desk.assets(), asset.id(), traded);
        Trade trade =
                new Trade(
                        id,
                        draft.time(),
                        asset.id(),
                        trader,
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
                        desk.posting().balance(draft, TradingDesk.reserve(asset.id())),
                        desk.posting().balance(draft, TradingDesk.cash(trader)),
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
                        asset.id(),
                        traded.eventSeq(),
                        TradeExecuted.KIND,
                        TradeExecuted.of(trade));
        desk.breaker()
                .traded(draft, asset, fill)
                .ifPresent(halted -> announce(draft, traded.announced(), halted));
        return trade;
    }

    private void announce(Draft draft, Asset announced, TradingHalted halted) {
        draft.put(desk.assets(), announced.id(), announced);
        desk.outbox()
                .announce(
                        draft,
                        draft.nextEventId(),
                        announced.id(),
                        announced.eventSeq(),
                        TradingHalted.KIND,
                        halted);
    }

    private long pay(Draft draft, TradeId id, UserId trader, AssetId asset, Fill fill) {
        FeeSplit split = desk.pools().accrue(draft, asset, fill.fee());
        return desk.posting()
                .post(
                        draft,
                        new Posting.Cause(TransferCause.TRADE, id.value(), trader.value(), null),
                        List.of(
                                new Posting.Leg(TradingDesk.cash(trader), fill.cashChange()),
                                new Posting.Leg(TradingDesk.reserve(asset), fill.reserveChange()),
                                new Posting.Leg(
                                        AccountKey.ofPool(AccountKind.LP_REWARDS, asset),
                                        split.lps()),
                                new Posting.Leg(
                                        AccountKey.ofPool(AccountKind.PLATFORM_FEES, asset),
                                        split.platform())));
    }
}
