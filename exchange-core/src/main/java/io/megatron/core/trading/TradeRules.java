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

/** What stands against a trade, apart from its price. Each rule answers a refusal or nothing. */
public final class TradeRules {
    private TradeRules() {}

    /** A blocked user buys nothing, and sells only where sells are not forbidden as well. */
    public static Optional<Refusal> trader(User user, Side side) {
        boolean forbidden = side == Side.BUY ? user.blocked() : user.sellsBlocked();
        return when(
                forbidden,
                Rejection.USER_BLOCKED,
                "An administrator has blocked this user's " + words(side) + ".",
                Map.of());
    }

    /** ACTIVE assets are traded; SELL_ONLY assets are sold back, always. */
    public static Optional<Refusal> status(Asset asset, Side side) {
        boolean open =
                asset.status() == AssetStatus.ACTIVE
                        || (asset.status() == AssetStatus.SELL_ONLY && side == Side.SELL);
        return when(
                !open,
                Rejection.ASSET_NOT_ACTIVE,
                "Asset " + asset.symbol() + " is " + asset.status() + ": no " + words(side) + ".",
                Map.of("status", asset.status().name()));
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
                Rejection.SLIPPAGE_EXCEEDED,
                "The trade would now give " + figure + " " + actual + ", outside " + bound + ".",
                Map.of("figure", figure, "actual", actual.toString(), "bound", bound.toString()));
    }

    /** A buy's cost has to fit into the reserve; no sell can take more out than is there. */
    public static Optional<Refusal> reserve(Fill fill, Usdc reserve) {
        return when(
                reserve.micros() + fill.reserveChange().micros() > Usdc.MAX_MICROS,
                Rejection.AMOUNT_OUT_OF_RANGE,
                "The curve's reserve would exceed what can be held; ask for less.",
                Map.of());
    }

    /** A buyer's CASH has to hold the charge, not what was offered. */
    public static Optional<Refusal> funds(Fill fill, Usdc cash) {
        return when(
                fill.side() == Side.BUY && cash.compareTo(fill.gross()) < 0,
                Rejection.INSUFFICIENT_FUNDS,
                "The buy is charged %s USDC, the account holds %s.".formatted(fill.gross(), cash),
                Map.of("required", fill.gross().toString(), "available", cash.toString()));
    }

    private static Optional<Refusal> when(
            boolean applies, Rejection code, String message, Map<String, String> details) {
        return applies ? Optional.of(new Refusal(code, message, details)) : Optional.empty();
    }

    private static String words(Side side) {
        return side == Side.BUY ? "buys" : "sells";
    }
}
