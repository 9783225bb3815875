package io.megatron.core.trading;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Draft;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Position;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Quotes trades: the rules that execute them, on a snapshot, writing nothing. */
@Component
public class QuotingTrades {
    private final Book book;
    private final TradingDesk desk;

    public QuotingTrades(Book book, TradingDesk desk) {
        this.book = book;
        this.desk = desk;
    }

    /**
     * Gives the figures whenever the curve can, and says what else stands against the trade; the
     * order's bound is not looked at.
     *
     * @return the quote, or {@link Rejection#USER_NOT_FOUND}, {@link Rejection#ASSET_NOT_FOUND},
     *     {@link Rejection#AMOUNT_OUT_OF_RANGE}, {@link Rejection#INSUFFICIENT_SHARES}, {@link
     *     Rejection#TRADE_TOO_SMALL}
     */
    public Outcome<Quote> quote(UserId trader, Order order) {
        TradeKeys rows = TradeKeys.of(trader, order.asset());
        return book.preview(keys -> desk.declare(keys, rows), draft -> quote(draft, rows, order));
    }

    private Outcome<Quote> quote(Draft draft, TradeKeys rows, Order order) {
        Optional<User> user = draft.find(desk.users(), rows.trader());
        if (user.isEmpty()) {
            return Outcome.refused(TradeCommand.unknownUser(rows.trader()));
        }
        Optional<Asset> asset = draft.find(desk.assets(), rows.asset());
        if (asset.isEmpty()) {
            return Outcome.refused(TradeCommand.unknownAsset(rows.asset()));
        }
        Shares held =
                draft.find(desk.positions(), rows.position())
                        .map(Position::shares)
                        .orElse(Shares.ZERO);
        return switch (Pricing.price(order, asset.get(), held, draft.feeRate())) {
            case Pricing.Priced.Not(Refusal refusal) -> Outcome.refused(refusal);
            case Pricing.Priced.At(Fill fill) -> quote(draft, rows, user.get(), asset.get(), fill);
        };
    }

    private Outcome<Quote> quote(Draft draft, TradeKeys rows, User user, Asset asset, Fill fill) {
        Usdc reserve = desk.posting().balance(draft, rows.reserve());
        Usdc cash = desk.posting().balance(draft, rows.cash());
        return TradeRules.reserve(fill, reserve)
                .<Outcome<Quote>>map(Outcome::refused)
                .orElseGet(
                        () ->
                                Outcome.accepted(
                                        new Quote(
                                                asset.id(),
                                                fill,
                                                draft.feeRate(),
                                                reserve.plus(fill.reserveChange()),
                                                draft.time(),
                                                blocking(draft, user, asset, fill, cash))));
    }

    private Optional<Refusal> blocking(Draft draft, User user, Asset asset, Fill fill, Usdc cash) {
        return TradeRules.trader(user, fill.side())
                .or(() -> TradeRules.status(asset, fill.side()))
                .or(() -> desk.breaker().halted(draft, asset))
                .or(() -> TradeRules.funds(fill, cash));
    }
}
