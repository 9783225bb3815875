package io.megatron.curve.pricing;

import io.megatron.curve.money.AmountOutOfRangeException;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Ratio;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The fundamental price {@code F} of an asset in USDC per share with eighteen fractional digits,
 * above zero, as a {@code numeric(36,18)} column holds it (the domain's section "Prices"). It is
 * shown and blended into other shown prices; nothing settles at it, and it is never clamped here.
 *
 * @param units units of 10⁻¹⁸ USDC per share, between 1 and {@code MAX_UNITS}
 */
public record FundamentalPrice(BigInteger units) implements Comparable<FundamentalPrice> {
    public static final int SCALE = 18;

    public static final BigInteger MAX_UNITS = BigInteger.TEN.pow(36).subtract(BigInteger.ONE);

    private static final BigInteger UNITS_PER_MICRO = BigInteger.TEN.pow(SCALE - 6);

    /**
     * Checks the range.
     *
     * @throws AmountOutOfRangeException if the price is not above zero or does not fit the column
     */
    public FundamentalPrice {
        if (units.signum() <= 0 || units.compareTo(MAX_UNITS) > 0) {
            throw new AmountOutOfRangeException("fundamental price does not fit numeric(36,18)");
        }
    }

    /**
     * What {@code F} is before the first signal, the marginal price {@code M(S) = P0 + k·S}. It has
     * eighteen fractional digits and is exact: nothing is rounded.
     *
     * @throws AmountOutOfRangeException if it does not fit the column
     */
    public static FundamentalPrice marginal(Price basePrice, Slope slope, Shares supply) {
        return new FundamentalPrice(
                BigInteger.valueOf(basePrice.micros())
                        .multiply(UNITS_PER_MICRO)
                        .add(slope.picos().multiply(BigInteger.valueOf(supply.micros()))));
    }

    /**
     * The price after a signal: {@code F·(1 + β·δ)}, rounded half to even to eighteen fractional
     * digits.
     *
     * @param beta how much of a signal counts
     * @param delta the relative change that the signal claims
     * @throws AmountOutOfRangeException if the result is not above zero or does not fit the column
     */
    public FundamentalPrice moved(Ratio beta, Ratio delta) {
        BigInteger whole = BigInteger.valueOf(Ratio.WHOLE_MILLIONTHS).pow(2);
        BigInteger numerator = units.multiply(whole.add(beta.wide().multiply(delta.wide())));
        return new FundamentalPrice(
                new BigDecimal(numerator)
                        .divide(new BigDecimal(whole), 0, RoundingMode.HALF_EVEN)
                        .unscaledValue());
    }

    /** As the column holds it. */
    public BigDecimal toDecimal() {
        return new BigDecimal(units, SCALE);
    }

    /**
     * A price as the column holds it.
     *
     * @throws ArithmeticException if it has more than eighteen fractional digits
     */
    public static FundamentalPrice of(BigDecimal stored) {
        return new FundamentalPrice(stored.setScale(SCALE).unscaledValue());
    }

    @Override
    public int compareTo(FundamentalPrice other) {
        return units.compareTo(other.units);
    }

    /** Plain decimal without trailing zeros. */
    @Override
    public String toString() {
        return toDecimal().stripTrailingZeros().toPlainString();
    }
}
