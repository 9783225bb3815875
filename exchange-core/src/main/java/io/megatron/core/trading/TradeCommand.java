package io.megatron.core.trading;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.Trade;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** One trade: user, asset and price are looked at in that order, then everything is written. */
final class TradeCommand implements Command<Trade> {
    private final TradingDesk desk;
    private final Settlement settlement;
    private final Function<TradeId, Trade> lookup;
    private final Call call;
    private final Order order;
    private final TradeKeys rows;

    /**
     * A trade to be decided.
     *
     * @param lookup finds an executed trade again, for a replay
     */
    TradeCommand(TradingDesk desk, Function<TradeId, Trade> lookup, Call call, Order order) {
        this.desk = desk;
        this.rows = TradeKeys.of(UserId.of(call.subject()), order.asset());
        this.settlement = new Settlement(desk, rows);
        this.lookup = lookup;
        this.call = call;
        this.order = order;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.declare(keys, rows);
    }

    @Override
    public Outcome<Trade> decide(Draft draft) {
        Optional<User> user = draft.find(desk.users(), rows.trader());
        Optional<Asset> asset = draft.find(desk.assets(), rows.asset());
        Optional<Refusal> refusal =
                admission(user, asset).or(() -> desk.breaker().halted(draft, asset.orElseThrow()));
        return refusal.<Outcome<Trade>>map(Outcome::refused)
                .orElseGet(() -> price(draft, asset.orElseThrow()));
    }

    private Optional<Refusal> admission(Optional<User> user, Optional<Asset> asset) {
        if (user.isEmpty()) {
            return Optional.of(unknownUser(rows.trader()));
        }
        Optional<Refusal> blocked = TradeRules.trader(user.get(), order.side());
        if (blocked.isPresent()) {
            return blocked;
        }
        if (asset.isEmpty()) {
            return Optional.of(unknownAsset(rows.asset()));
        }
        return TradeRules.status(asset.get(), order.side());
    }

    private Outcome<Trade> price(Draft draft, Asset asset) {
        Position held =
                draft.find(desk.positions(), rows.position())
                        .orElseGet(() -> Position.none(rows.position()));
        return switch (Pricing.price(order, asset, held.shares(), draft.feeRate())) {
            case Pricing.Priced.Not(Refusal refusal) -> Outcome.refused(refusal);
            case Pricing.Priced.At(Fill fill) ->
                    TradeRules.reserve(fill, balance(draft, rows.reserve()))
                            .or(() -> TradeRules.bound(order, fill))
                            .or(() -> TradeRules.funds(fill, balance(draft, rows.cash())))
                            .<Outcome<Trade>>map(Outcome::refused)
                            .orElseGet(
                                    () ->
                                            Outcome.accepted(
                                                    settlement.settle(
                                                            draft, call, asset, held, fill)));
        };
    }

    private Usdc balance(Draft draft, AccountKey account) {
        return desk.posting().balance(draft, account);
    }

    static Refusal unknownUser(UserId user) {
        return Refusal.of(Rejection.USER_NOT_FOUND, "User " + user + " is not registered.");
    }

    static Refusal unknownAsset(AssetId asset) {
        return Refusal.of(Rejection.ASSET_NOT_FOUND, "There is no asset " + asset + ".");
    }

    @Override
    public String remember(Trade trade) {
        return trade.id().toString();
    }

    @Override
    public Trade recall(String remembered) {
        return lookup.apply(TradeId.of(UUID.fromString(remembered)));
    }
}
