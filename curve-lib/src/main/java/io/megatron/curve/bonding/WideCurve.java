package io.megatron.curve.bonding;

/**
 * The curve in 127-bit integers: everyday magnitudes without big-integer arithmetic. Every method
 * answers exactly what {@link BigCurve} answers, or {@link #BEYOND_REACH} where an intermediate
 * might not fit.
 *
 * <p>With {@code B = 2·(10¹²·P0 + k·S)}, twice the marginal price in 10⁻¹⁸ USDC per share, the area
 * in micro-USDC is {@code s·(B + k·s) / D} for a buy and {@code s·(B − k·s) / D} for a sell, {@code
 * D = 2·10¹⁸}; all letters are whole numbers of micros, {@code k} of 10⁻¹².
 *
 * @param basePriceMicros positive, up to the column
 * @param slopePicos not negative; a slope beyond a long is for {@link BigCurve}
 */
record WideCurve(long basePriceMicros, long slopePicos) {
    static final long BEYOND_REACH = -1;

    private static final Wide AREA_UNIT = new Wide(0, 2_000_000_000_000_000_000L);
    private static final Wide PRICE_UNIT = new Wide(0, 1_000_000_000_000L);

    long marginalPrice(long supply) {
        return price(supply).dividedHalfEven(PRICE_UNIT);
    }

    long cost(long supply, long shares) {
        Wide perShare = doublePrice(supply).plus(Wide.product(slopePicos, shares));
        return isTooWide(perShare, shares)
                ? BEYOND_REACH
                : perShare.times(shares).dividedUp(AREA_UNIT);
    }

    long gross(long supply, long shares) {
        Wide perShare = doublePrice(supply).minus(Wide.product(slopePicos, shares));
        return isTooWide(perShare, shares)
                ? BEYOND_REACH
                : perShare.times(shares).dividedDown(AREA_UNIT);
    }

    /**
     * The largest {@code s} with {@code s·(B + k·s) ≤ cost·D}, by Newton's method from above. The
     * parabola is convex and rises, so a tangent meets the target at or above the root {@code r}:
     * from an {@code s > r} every step leads down, and rounded down never below {@code ⌊r⌋}. The
     * first {@code s} that is not too dear is therefore the answer, without any correction. The
     * start {@code cost·D/B} ignores the slope and so lies above.
     *
     * <p>A step takes the distance {@code e} from the root to {@code e²/(2e + d)}, with {@code d}
     * the distance between the two roots of the parabola. That at least halves it, so some sixty
     * steps always suffice for the sixty bits there are; every day {@code d} is large against
     * {@code e}, and it takes one or two.
     */
    long sharesCosting(long supply, long cost, long room) {
        Wide target = Wide.product(cost, AREA_UNIT.low());
        Wide base = doublePrice(supply);
        long start = target.dividedDown(base);
        // One more than there is room for suffices to learn that the answer is out of range.
        long shares = start < 0 || start > room ? room + 1 : start;
        while (true) {
            Wide slopePart = Wide.product(slopePicos, shares);
            Wide perShare = base.plus(slopePart);
            if (isTooWide(perShare, shares)) {
                return BEYOND_REACH;
            }
            Wide area = perShare.times(shares);
            if (!target.isLessThan(area)) {
                return shares;
            }
            shares -= area.minus(target).dividedUp(perShare.plus(slopePart));
        }
    }

    /**
     * The smallest {@code s} with {@code s·(B − k·s) ≥ gross·D}, by Newton's method from below: the
     * mirror image of {@link #sharesCosting}. Up to the supply the parabola rises and is concave,
     * so no step, rounded up, passes the answer, and a step beyond {@code available} proves that
     * the answer is beyond it. The distance shrinks as it does there.
     *
     * @param available at most the supply, which keeps the slope of every tangent positive
     */
    long sharesBringing(long supply, long gross, long available) {
        Wide target = Wide.product(gross, AREA_UNIT.low());
        Wide base = doublePrice(supply);
        long shares = target.dividedUp(base);
        while (shares >= 0 && shares <= available) {
            Wide slopePart = Wide.product(slopePicos, shares);
            Wide perShare = base.minus(slopePart);
            if (isTooWide(perShare, shares)) {
                return BEYOND_REACH;
            }
            Wide area = perShare.times(shares);
            if (!area.isLessThan(target)) {
                return shares;
            }
            long step = target.minus(area).dividedUp(perShare.minus(slopePart));
            shares = step > available - shares || step < 0 ? BEYOND_REACH : shares + step;
        }
        return BEYOND_REACH;
    }

    /** The exact marginal price in 10⁻¹⁸ USDC per share, below 2¹²⁴ for any supply. */
    private Wide price(long supply) {
        return Wide.product(basePriceMicros, PRICE_UNIT.low())
                .plus(Wide.product(slopePicos, supply));
    }

    private Wide doublePrice(long supply) {
        return price(supply).times(2);
    }

    private static boolean isTooWide(Wide perShare, long shares) {
        return perShare.bitLength() + Wide.bitLength(shares) > Wide.MAX_BITS;
    }
}
