package io.megatron.curve.bonding;

import io.megatron.curve.money.Shares;

/**
 * What the curve answers to a trade: a fill, or why there is none. Where several reasons hold, the
 * methods of {@link BondingCurve} say which one is given.
 *
 * @param <F> {@link BuyFill} or {@link SellFill}
 */
public sealed interface CurveAnswer<F>
        permits CurveAnswer.Filled,
                CurveAnswer.TooSmall,
                CurveAnswer.OutOfRange,
                CurveAnswer.NotEnoughShares {

    /** The trade can be made, and these are its figures. */
    record Filled<F>(F fill) implements CurveAnswer<F> {}

    /** The buy yields no share, or the sell pays nothing and does not close the position. */
    record TooSmall<F>() implements CurveAnswer<F> {}

    /** A figure of the trade does not fit its column: supply, cost, charge, gross or price. */
    record OutOfRange<F>() implements CurveAnswer<F> {}

    /**
     * The sell needs more shares than there are to sell.
     *
     * @param available what could be sold: what is held, and never more than the supply
     */
    record NotEnoughShares<F>(Shares available) implements CurveAnswer<F> {}
}
