package io.megatron.curve.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A price in USDC per share with six fractional digits, never negative, as a {@code numeric(18,6)}
 * column holds it.
 *
 * @param micros micro-USDC per share, between 0 and {@code MAX_MICROS}
 */
public record Price(long micros) implements Comparable<Price> {
    public static final long MAX_MICROS = 999_999_999_999_999_999L;

    public static final Price ZERO = new Price(0);

    private static final BigInteger MAX = BigInteger.valueOf(MAX_MICROS);

    /**
     * Checks the range.
     *
     * @throws AmountOutOfRangeException if the price is negative or does not fit the column
     */
    public Price {
        if (micros > MAX_MICROS || micros < 0) {
            throw new AmountOutOfRangeException("price out of range: " + micros + " micros");
        }
    }

    /**
     * The price of so many micros.
     *
     * @throws AmountOutOfRangeException if the price is negative or does not fit the column
     */
    public static Price ofMicros(long micros) {
        return new Price(micros);
    }

    /**
     * Reads a price as it stands on the wire, in the notation of {@link Usdc#parse}.
     *
     * @throws AmountFormatException for anything else, saying what is wrong
     */
    public static Price parse(String text) {
        return new Price(DecimalText.parseMicros(text));
    }

    /**
     * The average price of a trade: {@code gross / shares} in USDC per share, to six fractional
     * digits, half to even. It is for display; nothing settles at it.
     *
     * @throws AmountOutOfRangeException if the quotient does not fit the column, if {@code gross}
     *     is negative, or if there are no shares to divide by
     */
    public static Price average(Usdc gross, Shares shares) {
        if (shares.isZero() || gross.isNegative()) {
            throw new AmountOutOfRangeException("no average price: " + gross + " for " + shares);
        }
        BigInteger micros =
                BigDecimal.valueOf(gross.micros())
                        .divide(BigDecimal.valueOf(shares.micros()), 6, RoundingMode.HALF_EVEN)
                        .unscaledValue();
        if (micros.compareTo(MAX) > 0) {
            throw new AmountOutOfRangeException(
                    "average price out of range: " + micros + " micros");
        }
        return new Price(micros.longValueExact());
    }

    public boolean isZero() {
        return micros == 0;
    }

    public boolean isPositive() {
        return micros > 0;
    }

    @Override
    public int compareTo(Price other) {
        return Long.compare(micros, other.micros);
    }

    /** Plain decimal without trailing zeros. */
    @Override
    public String toString() {
        return DecimalText.formatMicros(micros);
    }
}
