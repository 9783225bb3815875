package io.megatron.curve.money;

/**
 * A fee as a part of what is charged or of what a sale brings, in basis points (hundredths of a per
 * cent). At 10 000 a trade would be all fee, so that is excluded.
 *
 * @param bps between 0 and 9 999
 */
public record FeeRate(int bps) implements Comparable<FeeRate> {
    public static final int MAX_BPS = 9_999;

    public static final FeeRate ZERO = new FeeRate(0);

    /**
     * Checks the range.
     *
     * @throws AmountOutOfRangeException if the rate is negative or 100 % and more
     */
    public FeeRate {
        if (bps < 0 || bps > MAX_BPS) {
            throw new AmountOutOfRangeException("fee rate out of range: " + bps + " bps");
        }
    }

    /**
     * The rate of so many basis points.
     *
     * @throws AmountOutOfRangeException if the rate is negative or 100 % and more
     */
    public static FeeRate ofBps(int bps) {
        return new FeeRate(bps);
    }

    @Override
    public int compareTo(FeeRate other) {
        return Integer.compare(bps, other.bps);
    }

    @Override
    public String toString() {
        return bps + " bps";
    }
}
