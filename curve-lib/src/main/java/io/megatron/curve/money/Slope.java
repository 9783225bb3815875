package io.megatron.curve.money;

import java.math.BigInteger;

/**
 * The slope of a bonding curve in USDC per share², with twelve fractional digits, never negative,
 * as a {@code numeric(24,12)} column holds it.
 *
 * @param picos units of 10⁻¹² USDC per share², between 0 and {@code MAX_PICOS}
 */
public record Slope(BigInteger picos) implements Comparable<Slope> {
    public static final BigInteger MAX_PICOS = BigInteger.TEN.pow(24).subtract(BigInteger.ONE);

    public static final Slope ZERO = new Slope(BigInteger.ZERO);

    private static final int SCALE = 12;

    /**
     * Checks the range.
     *
     * @throws AmountOutOfRangeException if the slope is negative or does not fit the column
     */
    public Slope {
        if (picos.signum() < 0 || picos.compareTo(MAX_PICOS) > 0) {
            throw new AmountOutOfRangeException("slope does not fit numeric(24,12)");
        }
    }

    /**
     * The slope of so many units of 10⁻¹².
     *
     * @throws AmountOutOfRangeException if the slope is negative
     */
    public static Slope ofPicos(long picos) {
        return new Slope(BigInteger.valueOf(picos));
    }

    /**
     * Reads a slope in the notation of {@link Usdc#parse}, with up to twelve fractional digits.
     *
     * @throws AmountFormatException for anything else, saying what is wrong
     */
    public static Slope parse(String text) {
        return new Slope(DecimalText.parse(text, SCALE));
    }

    public boolean isZero() {
        return picos.signum() == 0;
    }

    @Override
    public int compareTo(Slope other) {
        return picos.compareTo(other.picos);
    }

    /** Plain decimal without trailing zeros. */
    @Override
    public String toString() {
        return DecimalText.format(picos, SCALE);
    }
}
