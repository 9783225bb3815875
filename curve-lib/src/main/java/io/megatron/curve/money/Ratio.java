package io.megatron.curve.money;

import java.math.BigInteger;

/**
 * A part of something, or a relative change of it, with six fractional digits: 0.25 is a quarter,
 * −0.1 is a tenth less. It lies between −1 and 1, as a {@code numeric(7,6)} column holds it.
 *
 * @param millionths units of 10⁻⁶, between −1 000 000 and 1 000 000
 */
public record Ratio(int millionths) implements Comparable<Ratio> {
    /** How many millionths are the whole. */
    public static final int WHOLE_MILLIONTHS = 1_000_000;

    public static final Ratio ZERO = new Ratio(0);

    public static final Ratio ONE = new Ratio(WHOLE_MILLIONTHS);

    /**
     * Checks the range.
     *
     * @throws AmountOutOfRangeException if the ratio is beyond −1 or 1
     */
    public Ratio {
        if (millionths < -WHOLE_MILLIONTHS || millionths > WHOLE_MILLIONTHS) {
            throw new AmountOutOfRangeException("ratio out of range: " + millionths + " ppm");
        }
    }

    /**
     * The ratio of so many millionths.
     *
     * @throws AmountOutOfRangeException if it is beyond −1 or 1
     */
    public static Ratio ofMillionths(int millionths) {
        return new Ratio(millionths);
    }

    /**
     * Reads a ratio in the notation of {@link Usdc#parse}, with a minus sign before it where it is
     * below zero.
     *
     * @throws AmountFormatException for anything else, saying what is wrong
     * @throws AmountOutOfRangeException if it is beyond −1 or 1
     */
    public static Ratio parse(String text) {
        boolean negative = text.startsWith("-");
        long size = DecimalText.parseMicros(negative ? text.substring(1) : text);
        if (size > WHOLE_MILLIONTHS) {
            throw new AmountOutOfRangeException("ratio out of range: " + size + " ppm");
        }
        return new Ratio((int) (negative ? -size : size));
    }

    public boolean isPositive() {
        return millionths > 0;
    }

    public boolean isNegative() {
        return millionths < 0;
    }

    /** The same without its sign. */
    public Ratio size() {
        return new Ratio(Math.abs(millionths));
    }

    public Ratio negated() {
        return new Ratio(-millionths);
    }

    /** The nearest ratio that is no farther from zero than {@code most}. */
    public Ratio clampedTo(Ratio most) {
        return new Ratio(Math.clamp(millionths, -most.millionths, most.millionths));
    }

    /** {@code millionths} as a big integer, for formulas. */
    public BigInteger wide() {
        return BigInteger.valueOf(millionths);
    }

    @Override
    public int compareTo(Ratio other) {
        return Integer.compare(millionths, other.millionths);
    }

    /** Plain decimal without trailing zeros. */
    @Override
    public String toString() {
        return DecimalText.formatMicros(millionths);
    }
}
