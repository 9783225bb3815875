package io.megatron.curve.money;

/**
 * An amount of USDC, signed, in micro-USDC, as a {@code numeric(18,6)} column holds it.
 *
 * @param micros between {@code -MAX_MICROS} and {@code MAX_MICROS}
 */
public record Usdc(long micros) implements Comparable<Usdc> {
    /** The largest magnitude: 999 999 999 999.999999 USDC. */
    public static final long MAX_MICROS = 999_999_999_999_999_999L;

    public static final Usdc ZERO = new Usdc(0);

    /**
     * Checks the range.
     *
     * @throws AmountOutOfRangeException if the amount does not fit the column
     */
    public Usdc {
        if (micros > MAX_MICROS || micros < -MAX_MICROS) {
            throw new AmountOutOfRangeException("USDC amount out of range: " + micros + " micros");
        }
    }

    /**
     * The amount of so many micros.
     *
     * @throws AmountOutOfRangeException if the amount does not fit the column
     */
    public static Usdc ofMicros(long micros) {
        return new Usdc(micros);
    }

    /**
     * Reads an amount as it stands on the wire: {@code 12}, {@code 12.5}, {@code 0.000001}; at
     * least one digit before the point, at most twelve, and at most six after it, no sign.
     *
     * @throws AmountFormatException for anything else, saying what is wrong
     */
    public static Usdc parse(String text) {
        return new Usdc(DecimalText.parseMicros(text));
    }

    /**
     * The sum, exactly.
     *
     * @throws AmountOutOfRangeException if the sum does not fit the column
     */
    public Usdc plus(Usdc other) {
        return new Usdc(micros + other.micros);
    }

    /**
     * The difference, exactly.
     *
     * @throws AmountOutOfRangeException if the difference does not fit the column
     */
    public Usdc minus(Usdc other) {
        return new Usdc(micros - other.micros);
    }

    public Usdc negated() {
        return new Usdc(-micros);
    }

    public boolean isZero() {
        return micros == 0;
    }

    public boolean isPositive() {
        return micros > 0;
    }

    public boolean isNegative() {
        return micros < 0;
    }

    @Override
    public int compareTo(Usdc other) {
        return Long.compare(micros, other.micros);
    }

    /** Plain decimal without trailing zeros: {@code 12.5}, {@code 0}, {@code -3.000001}. */
    @Override
    public String toString() {
        return DecimalText.formatMicros(micros);
    }
}
