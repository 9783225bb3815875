package io.megatron.curve.candles;

import io.megatron.curve.money.Usdc;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * USDC that moved through a curve over a time, exactly. The same money counts each time it moves,
 * so a sum of volumes can outgrow what any account holds, and has no upper bound of its own.
 *
 * @param micros micro-USDC, never negative
 */
public record Volume(BigInteger micros) {
    public static final Volume ZERO = new Volume(BigInteger.ZERO);

    private static final int MICRO_SCALE = 6;

    /**
     * Checks the sign.
     *
     * @throws IllegalArgumentException if the volume is negative
     */
    public Volume {
        if (micros.signum() < 0) {
            throw new IllegalArgumentException("negative volume: " + micros + " micros");
        }
    }

    public static Volume of(Usdc amount) {
        return new Volume(BigInteger.valueOf(amount.micros()));
    }

    public Volume plus(Volume other) {
        return new Volume(micros.add(other.micros));
    }

    /** USDC with six fractional digits, as a column holds it. */
    public BigDecimal usdc() {
        return new BigDecimal(micros, MICRO_SCALE);
    }

    /** Plain decimal without trailing zeros: {@code 12.5}, {@code 0}. */
    @Override
    public String toString() {
        return micros.signum() == 0 ? "0" : usdc().stripTrailingZeros().toPlainString();
    }
}
