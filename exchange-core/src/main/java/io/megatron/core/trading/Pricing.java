package io.megatron.core.trading;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.curve.bonding.BondingCurve;
import io.megatron.curve.bonding.CurveAnswer;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Shares;
import io.megatron.mapper.assets.Asset;
import java.util.Map;
import java.util.function.Function;

/** Prices an order on its asset's curve: the one computation behind quotes and trades. */
public final class Pricing {
    private Pricing() {}

    /** A fill, or why the curve gives none. */
    public sealed interface Priced {
        record At(Fill fill) implements Priced {}

        record Not(Refusal refusal) implements Priced {}
    }

    /**
     * Prices an order.
     *
     * @param held what the trader holds of the asset
     * @return the fill, or AMOUNT_OUT_OF_RANGE, INSUFFICIENT_SHARES, TRADE_TOO_SMALL
     */
    public static Priced price(Order order, Asset asset, Shares held, FeeRate fee) {
        BondingCurve curve = asset.curve();
        Shares supply = asset.supply();
        return switch (order) {
            case Order.BuyExactIn buy ->
                    priced(curve.buyExactIn(supply, buy.usdcIn(), fee), Fill::of);
            case Order.BuyExactOut buy ->
                    priced(curve.buyExactOut(supply, buy.sharesOut(), fee), Fill::of);
            case Order.SellExactIn sell ->
                    priced(curve.sellExactIn(supply, sell.sharesIn(), held, fee), Fill::of);
            case Order.SellExactOut sell ->
                    priced(curve.sellExactOut(supply, sell.usdcOut(), held, fee), Fill::of);
        };
    }

    private static <F> Priced priced(CurveAnswer<F> answer, Function<F, Fill> toFill) {
        return switch (answer) {
            case CurveAnswer.Filled<F>(F fill) -> new Priced.At(toFill.apply(fill));
            case CurveAnswer.TooSmall<F>() ->
                    refused(
                            Rejection.TRADE_TOO_SMALL,
                            "The trade would move less than one micro; ask for more.");
            case CurveAnswer.OutOfRange<F>() ->
                    refused(
                            Rejection.AMOUNT_OUT_OF_RANGE,
                            "The trade's price, supply or money would exceed what can be held;"
                                    + " ask for less.");
            case CurveAnswer.NotEnoughShares<F>(Shares available) ->
                    new Priced.Not(
                            new Refusal(
                                    Rejection.INSUFFICIENT_SHARES,
                                    "The sell needs more shares than the " + available + " held.",
                                    Map.of("available", available.toString())));
        };
    }

    private static Priced refused(Rejection code, String message) {
        return new Priced.Not(Refusal.of(code, message));
    }
}
