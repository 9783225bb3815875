package io.megatron.core.trading;

import io.megatron.curve.bonding.BuyFill;
import io.megatron.curve.bonding.SellFill;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.trading.Side;

/**
 * What the curve makes of an order, in the words both sides share.
 *
 * @param gross a buy's charge, or what a sell takes out of the reserve; always {@code net + fee}
 * @param net what a buy puts into the reserve, or what a sell pays
 */
public record Fill(
        Side side,
        Shares shares,
        Usdc gross,
        Usdc fee,
        Usdc net,
        Price priceBefore,
        Price priceAfter,
        Shares supplyAfter) {

    static Fill of(BuyFill buy) {
        return new Fill(
                Side.BUY,
                buy.shares(),
                buy.charge(),
                buy.fee(),
                buy.cost(),
                buy.priceBefore(),
                buy.priceAfter(),
                buy.supplyAfter());
    }

    static Fill of(SellFill sell) {
        return new Fill(
                Side.SELL,
                sell.shares(),
                sell.gross(),
                sell.fee(),
                sell.net(),
                sell.priceBefore(),
                sell.priceAfter(),
                sell.supplyAfter());
    }

    /** What the curve's reserve gains, or loses when negative. */
    public Usdc reserveChange() {
        return side == Side.BUY ? net : gross.negated();
    }

    /** What the trader's CASH gains, or loses when negative. */
    public Usdc cashChange() {
        return side == Side.BUY ? gross.negated() : net;
    }
}
