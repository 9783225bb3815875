package io.megatron.curve.bonding;

import java.math.BigInteger;

/**
 * The curve in integers of any size: the truth that {@link WideCurve} is measured by. The letters
 * are those of {@link WideCurve}, with {@code H = B/2 = 10¹²·P0 + k·S}. Discriminants reach some
 * 280 bits.
 *
 * @param basePrice micro-USDC per share, positive
 * @param slope 10⁻¹² USDC per share², not negative
 */
record BigCurve(BigInteger basePrice, BigInteger slope) {
    private static final BigInteger PRICE_UNIT = BigInteger.TEN.pow(12);
    private static final BigInteger AREA_UNIT = BigInteger.TWO.multiply(BigInteger.TEN.pow(18));

    /** {@code P0 + k·S} in micro-USDC per share, half to even. */
    BigInteger marginalPrice(BigInteger supply) {
        BigInteger[] parts = price(supply).divideAndRemainder(PRICE_UNIT);
        int half = parts[1].shiftLeft(1).compareTo(PRICE_UNIT);
        boolean up = half > 0 || (half == 0 && parts[0].testBit(0));
        return up ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    /** {@code ⌈area(S, S + shares)⌉} in micro-USDC. */
    BigInteger cost(BigInteger supply, BigInteger shares) {
        return dividedUp(
                shares.multiply(price(supply).shiftLeft(1).add(slope.multiply(shares))), AREA_UNIT);
    }

    /** {@code ⌊area(S − shares, S)⌋} in micro-USDC; {@code shares} at most the supply. */
    BigInteger gross(BigInteger supply, BigInteger shares) {
        return shares.multiply(price(supply).shiftLeft(1).subtract(slope.multiply(shares)))
                .divide(AREA_UNIT);
    }

    /**
     * The largest {@code s} whose cost is at most {@code cost}. {@code s·(2H + k·s) ≤ cost·D} says
     * the same as {@code H + k·s ≤ √(H² + k·cost·D)}; the left side is whole, so the root may be
     * rounded down before the division, and the result is exact.
     */
    BigInteger sharesCosting(BigInteger supply, BigInteger cost) {
        BigInteger price = price(supply);
        BigInteger target = cost.multiply(AREA_UNIT);
        if (slope.signum() == 0) {
            return target.divide(price.shiftLeft(1));
        }
        BigInteger root = price.multiply(price).add(slope.multiply(target)).sqrt();
        return root.subtract(price).divide(slope);
    }

    /**
     * The smallest {@code s ≤ available} that brings at least {@code gross}, or -1 if there is
     * none. {@code s·(2H − k·s) ≥ gross·D} says the same as {@code H − k·s ≤ √(H² − k·gross·D)},
     * because {@code H − k·s} is positive up to the supply; again the left side is whole. Without a
     * real root not even the whole curve brings as much.
     *
     * @param available at most the supply
     */
    BigInteger sharesBringing(BigInteger supply, BigInteger gross, BigInteger available) {
        BigInteger price = price(supply);
        BigInteger target = gross.multiply(AREA_UNIT);
        BigInteger square = price.multiply(price).subtract(slope.multiply(target));
        if (square.signum() < 0) {
            return BigInteger.ONE.negate();
        }
        BigInteger shares =
                slope.signum() == 0
                        ? dividedUp(target, price.shiftLeft(1))
                        : dividedUp(price.subtract(square.sqrt()), slope);
        return shares.compareTo(available) <= 0 ? shares : BigInteger.ONE.negate();
    }

    /** The exact marginal price in 10⁻¹⁸ USDC per share. */
    private BigInteger price(BigInteger supply) {
        return basePrice.multiply(PRICE_UNIT).add(slope.multiply(supply));
    }

    private static BigInteger dividedUp(BigInteger dividend, BigInteger divisor) {
        return dividend.add(divisor).subtract(BigInteger.ONE).divide(divisor);
    }
}
