package io.megatron.core.trading;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.trading.Side;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What stands against a trade, apart from its price. Each rule answers a refusal or nothing. */
public final class TradeRules {
    private TradeRules() {}

    /** A blocked user buys nothing, and sells only where sells are not forbidden as well. */
    public static Optional<Refusal> trader(User user, Side side) {
        boolean forbidden = side == Side.BUY ? user.blocked() : user.sellsBlocked();
        return when(
                forbidden,
                () ->
                        Refusal.of(
                                Rejection.USER_BLOCKED,
                                "An administrator has blocked this user's " + words(side) + "."));
    }

    /** ACTIVE assets are traded; SELL_ONLY assets are sold back, always. */
    public static Optional<Refusal> status(Asset asset, Side side) {
        AssetStatus status = asset.status();
        boolean open =
                status == AssetStatus.ACTIVE
                        || (status == AssetStatus.SELL_ONLY && side == Side.SELL);
        return when(
                !open,
                () ->
                        new Refusal(
                                Rejection.ASSET_NOT_ACTIVE,
                                "Asset %s is %s: no %s."
                                        .formatted(asset.symbol(), status, words(side)),
                                Map.of("status", status.name())));
    }

    /** The result has to lie within the order's own bound. */
    public static Optional<Refusal> bound(Order order, Fill fill) {
        return switch (order) {
            case Order.BuyExactIn buy ->
                    slippage(
                            fill.shares().compareTo(buy.minSharesOut()) < 0,
                            "shares_out",
                            fill.shares(),
                            buy.minSharesOut());
            case Order.BuyExactOut buy ->
                    slippage(
                            fill.gross().compareTo(buy.maxUsdcIn()) > 0,
                            "usdc_in",
                            fill.gross(),
                            buy.maxUsdcIn());
            case Order.SellExactIn sell ->
                    slippage(
                            fill.net().compareTo(sell.minUsdcOut()) < 0,
                            "usdc_out",
                            fill.net(),
                            sell.minUsdcOut());
            case Order.SellExactOut sell ->
                    slippage(
                            fill.shares().compareTo(sell.maxSharesIn()) > 0,
                            "shares_in",
                            fill.shares(),
                            sell.maxSharesIn());
        };
    }

    private static Optional<Refusal> slippage(
            boolean outside, String figure, Object actual, Object bound) {
        return when(
                outside,
                () ->
                        new Refusal(
                                Rejection.SLIPPAGE_EXCEEDED,
                                "The trade would now give %s %s, outside %s."
                                        .formatted(figure, actual, bound),
                                Map.of(
                                        "figure", figure,
                                        "actual", actual.toString(),
                                        "bound", bound.toString())));
    }

    /** A buy's cost has to fit into the reserve; no sell can take more out than is there. */
    public static Optional<Refusal> reserve(Fill fill, Usdc reserve) {
        return when(
                reserve.micros() + fill.reserveChange().micros() > Usdc.MAX_MICROS,
                () ->
                        Refusal.of(
                                Rejection.AMOUNT_OUT_OF_RANGE,
                                "The curve's reserve would exceed what can be held; ask for"
                                        + " less."));
    }

    /** A buyer's CASH has to hold the charge, not what was offered. */
    public static Optional<Refusal> funds(Fill fill, Usdc cash) {
        Usdc charge = fill.gross();
        return when(
                fill.side() == Side.BUY && cash.compareTo(charge) < 0,
                () ->
                        new Refusal(
                                Rejection.INSUFFICIENT_FUNDS,
                                "The buy is charged %s USDC, the account holds %s."
                                        .formatted(charge, cash),
                                Map.of(
                                        "required", charge.toString(),
                                        "available", cash.toString())));
    }

    /** Nearly every trade is accepted, so a refusal's words are made for those that are not. */
    private static Optional<Refusal> when(boolean applies, Supplier<Refusal> refusal) {
        return applies ? Optional.of(refusal.get()) : Optional.empty();
    }

    private static String words(Side side) {
        return side == Side.BUY ? "buys" : "sells";
    }
}
