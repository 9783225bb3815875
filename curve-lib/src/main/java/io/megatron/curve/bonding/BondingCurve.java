package io.megatron.curve.bonding;

import io.megatron.curve.bonding.CurveAnswer.Filled;
import io.megatron.curve.bonding.CurveAnswer.NotEnoughShares;
import io.megatron.curve.bonding.CurveAnswer.OutOfRange;
import io.megatron.curve.bonding.CurveAnswer.TooSmall;
import io.megatron.curve.money.AmountOutOfRangeException;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;

/**
 * A linear bonding curve (the domain's section "The curve"): at supply {@code S} the marginal price
 * is {@code M(S) = P0 + k·S} in USDC per share, and the money between two supplies is the area
 * {@code area(a, b) = P0·(b − a) + k·(b² − a²)/2} in USDC. Prices are shown half to even; money is
 * rounded to whole micros in favour of the pool, and each result is the one extremum its definition
 * names, never an approximation.
 *
 * <p>The trading methods return a {@link CurveAnswer} for every argument its type admits and throw
 * nothing. The curve knows no balances: whether the reserve and the trader hold the money, and
 * whether the reserve's own column can hold the cost, is the caller's to see to.
 *
 * @param basePrice {@code P0}, positive
 * @param slope {@code k}; zero is a constant price
 */
public record BondingCurve(Price basePrice, Slope slope) {

    /**
     * Checks that the base price is positive, which makes every share cost something.
     *
     * @throws IllegalArgumentException if the base price is zero
     */
    public BondingCurve {
        if (!basePrice.isPositive()) {
            throw new IllegalArgumentException("the base price must be positive");
        }
    }

    /**
     * The marginal price {@code P0 + k·S} in USDC per share, to six fractional digits, half to
     * even.
     *
     * @throws AmountOutOfRangeException if the price does not fit its column
     */
    public Price marginalPrice(Shares supply) {
        long micros = figures().marginalPrice(supply.micros());
        if (micros < 0) {
            throw new AmountOutOfRangeException("the marginal price is out of range at " + supply);
        }
        return new Price(micros);
    }

    /**
     * What the reserve must at least hold for every share to be sold back: {@code ⌈area(0, S)⌉}.
     *
     * @throws AmountOutOfRangeException if the amount does not fit its column
     */
    public Usdc reserveNeeded(Shares supply) {
        long micros = figures().cost(0, supply.micros());
        if (micros < 0) {
            throw new AmountOutOfRangeException("the reserve needed is out of range at " + supply);
        }
        return new Usdc(micros);
    }

    /**
     * Buys for at most {@code usdcIn}, fee included: the largest {@code s} with {@code charge(s) ≤
     * usdcIn} (see {@link #buyExactOut}), charging {@code charge(s)} and not {@code usdcIn}. In
     * closed form {@code s = ⌊(√(M(S)² + 2k·c) − M(S)) / k⌋} with {@code c = usdcIn −
     * ⌈usdcIn·bps/10⁴⌉}, or {@code ⌊c/P0⌋} if {@code k = 0}.
     *
     * @return in this order: {@link TooSmall} if {@code usdcIn} is zero or negative or does not pay
     *     for one micro-share; {@link OutOfRange} if that {@code s} takes the supply or the
     *     marginal price beyond its column (it is not made smaller until it fits); else the fill
     */
    public CurveAnswer<BuyFill> buyExactIn(Shares supply, Usdc usdcIn, FeeRate fee) {
        if (!usdcIn.isPositive()) {
            return new TooSmall<>();
        }
        long costAtMost = new TradeFee(fee).takenFrom(usdcIn.micros());
        long shares = figures().sharesCosting(supply.micros(), costAtMost);
        return shares < 0 ? new OutOfRange<>() : buyExactOut(supply, new Shares(shares), fee);
    }

    /**
     * Buys exactly {@code sharesOut}: {@code cost = ⌈area(S, S + sharesOut)⌉}, which goes into the
     * reserve, and {@code charge = ⌈cost·10⁴/(10⁴ − bps)⌉}, the smallest amount that is still
     * {@code cost} when its fee {@code ⌈charge·bps/10⁴⌉} is taken off. The fee is {@code charge −
     * cost}. A positive number of shares always costs at least one micro-USDC, because {@code P0}
     * is positive and the cost is rounded up.
     *
     * @return in this order: {@link TooSmall} if {@code sharesOut} is zero; {@link OutOfRange} if
     *     the supply after, the cost, the charge or a marginal price does not fit its column; else
     *     the fill
     */
    public CurveAnswer<BuyFill> buyExactOut(Shares supply, Shares sharesOut, FeeRate fee) {
        if (sharesOut.isZero()) {
            return new TooSmall<>();
        }
        long supplyAfter = supply.micros() + sharesOut.micros();
        if (supplyAfter > Shares.MAX_MICROS) {
            return new OutOfRange<>();
        }
        long cost = figures().cost(supply.micros(), sharesOut.micros());
        long charge = cost < 0 ? CurveFigures.NONE : new TradeFee(fee).addedTo(cost);
        // The price rises with the supply: if the later one fits, so does the earlier one.
        long priceAfter = figures().marginalPrice(supplyAfter);
        if (charge < 0 || priceAfter < 0) {
            return new OutOfRange<>();
        }
        return new Filled<>(
                new BuyFill(
                        sharesOut,
                        new Usdc(cost),
                        new Usdc(charge - cost),
                        new Usdc(charge),
                        marginalPrice(supply),
                        new Price(priceAfter),
                        new Shares(supplyAfter)));
    }

    /**
     * Sells exactly {@code sharesIn}: {@code gross = ⌊area(S − sharesIn, S)⌋} leaves the reserve,
     * {@code fee = ⌈gross·bps/10⁴⌉}, and {@code net = gross − fee} is paid.
     *
     * @param held what the seller has; of more than the supply only the supply can be sold
     * @return in this order: {@link TooSmall} if {@code sharesIn} is zero; {@link NotEnoughShares}
     *     if it is more than is held; {@link OutOfRange} if the gross or the marginal price before
     *     does not fit its column; {@link TooSmall} if nothing would be paid and {@code sharesIn}
     *     is not all that is held; else the fill
     */
    public CurveAnswer<SellFill> sellExactIn(
            Shares supply, Shares sharesIn, Shares held, FeeRate fee) {
        if (sharesIn.isZero()) {
            return new TooSmall<>();
        }
        Shares available = smaller(held, supply);
        if (sharesIn.compareTo(available) > 0) {
            return new NotEnoughShares<>(available);
        }
        long gross = figures().gross(supply.micros(), sharesIn.micros());
        long priceBefore = figures().marginalPrice(supply.micros());
        if (gross < 0 || priceBefore < 0) {
            return new OutOfRange<>();
        }
        long net = new TradeFee(fee).takenFrom(gross);
        if (net == 0 && !sharesIn.equals(held)) {
            return new TooSmall<>();
        }
        Shares supplyAfter = supply.minus(sharesIn);
        return new Filled<>(
                new SellFill(
                        sharesIn,
                        new Usdc(gross),
                        new Usdc(gross - net),
                        new Usdc(net),
                        new Price(priceBefore),
                        marginalPrice(supplyAfter),
                        supplyAfter));
    }

    /**
     * Sells as little as pays at least {@code usdcOut}: the smallest {@code s} with {@code pay(s) ≥
     * usdcOut} (the net of {@link #sellExactIn}), paying {@code pay(s)}. The net never falls when
     * more is sold: the area grows, {@code ⌊area⌋} does not fall, and {@code gross −
     * ⌈gross·bps/10⁴⌉ = ⌊gross·(10⁴ − bps)/10⁴⌋} does not fall with the gross. So the smallest
     * {@code s} is the one that first brings {@code g = ⌈usdcOut·10⁴/(10⁴ − bps)⌉}: in closed form
     * {@code s = ⌈(M(S) − √(M(S)² − 2k·g)) / k⌉}, or {@code ⌈g/P0⌉} if {@code k = 0}.
     *
     * @param held what the seller has; of more than the supply only the supply can be sold
     * @return in this order: {@link TooSmall} if {@code usdcOut} is zero or negative; {@link
     *     OutOfRange} if neither {@code g} nor the gross of all that is held fits its column;
     *     {@link NotEnoughShares} if even all that is held pays less; {@link OutOfRange} if the
     *     gross or the marginal price before does not fit its column; else the fill
     */
    public CurveAnswer<SellFill> sellExactOut(
            Shares supply, Usdc usdcOut, Shares held, FeeRate fee) {
        if (!usdcOut.isPositive()) {
            return new TooSmall<>();
        }
        Shares available = smaller(held, supply);
        long gross = new TradeFee(fee).addedTo(usdcOut.micros());
        if (gross < 0) {
            boolean isAllInRange = figures().gross(supply.micros(), available.micros()) >= 0;
            return isAllInRange ? new NotEnoughShares<>(available) : new OutOfRange<>();
        }
        long shares = figures().sharesBringing(supply.micros(), gross, available.micros());
        return shares < 0
                ? new NotEnoughShares<>(available)
                : sellExactIn(supply, new Shares(shares), held, fee);
    }

    private CurveFigures figures() {
        return new CurveFigures(basePrice, slope);
    }

    private static Shares smaller(Shares left, Shares right) {
        return left.compareTo(right) <= 0 ? left : right;
    }
}
