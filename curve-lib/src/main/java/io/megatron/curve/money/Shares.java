package io.megatron.curve.money;

/**
 * A number of shares, never negative, in micro-shares, as a {@code numeric(18,6)} column holds it.
 *
 * @param micros between 0 and {@code MAX_MICROS}
 */
public record Shares(long micros) implements Comparable<Shares> {
    /** The largest number: 999 999 999 999.999999 shares. */
    public static final long MAX_MICROS = 999_999_999_999_999_999L;

    public static final Shares ZERO = new Shares(0);

    /**
     * Checks the range.
     *
     * @throws AmountOutOfRangeException if the number is negative or does not fit the column
     */
    public Shares {
        if (micros > MAX_MICROS || micros < 0) {
            throw new AmountOutOfRangeException("shares out of range: " + micros + " micros");
        }
    }

    /**
     * The number of so many micros.
     *
     * @throws AmountOutOfRangeException if the number is negative or does not fit the column
     */
    public static Shares ofMicros(long micros) {
        return new Shares(micros);
    }

    /**
     * Reads a number of shares as it stands on the wire, in the notation of {@link Usdc#parse}.
     *
     * @throws AmountFormatException for anything else, saying what is wrong
     */
    public static Shares parse(String text) {
        return new Shares(DecimalText.parseMicros(text));
    }

    /**
     * The sum, exactly.
     *
     * @throws AmountOutOfRangeException if the sum does not fit the column
     */
    public Shares plus(Shares other) {
        return new Shares(micros + other.micros);
    }

    /**
     * The difference, exactly.
     *
     * @throws AmountOutOfRangeException if {@code other} is more than there is
     */
    public Shares minus(Shares other) {
        return new Shares(micros - other.micros);
    }

    public boolean isZero() {
        return micros == 0;
    }

    public boolean isPositive() {
        return micros > 0;
    }

    @Override
    public int compareTo(Shares other) {
        return Long.compare(micros, other.micros);
    }

    /** Plain decimal without trailing zeros. */
    @Override
    public String toString() {
        return DecimalText.formatMicros(micros);
    }
}
