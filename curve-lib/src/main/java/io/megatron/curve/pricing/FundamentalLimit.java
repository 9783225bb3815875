package io.megatron.curve.pricing;

import io.megatron.curve.money.Ratio;
import java.math.BigInteger;

/**
 * How far a fundamental price may move in a window of time: of any two moments in it, the later
 * price is at most {@code most} above or below the earlier one. With the lowest and the highest
 * price of the window that is {@code ⌈(1 − most)·highest⌉ ≤ F ≤ ⌊(1 + most)·lowest⌋}, in units of
 * 10⁻¹⁸. Going there and back uses nothing up; going there in small steps gains nothing.
 *
 * @param most the largest relative change, between 0 and 1
 */
public record FundamentalLimit(Ratio most) {
    private static final BigInteger WHOLE = BigInteger.valueOf(Ratio.WHOLE_MILLIONTHS);

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code most} is not above zero
     */
    public FundamentalLimit {
        if (!most.isPositive()) {
            throw new IllegalArgumentException("a limit of " + most + " never lets a price move");
        }
    }

    /** The lowest and the highest price that a window has seen. */
    public record Range(FundamentalPrice lowest, FundamentalPrice highest) {
        public Range {
            if (lowest.compareTo(highest) > 0) {
                throw new IllegalArgumentException("lowest " + lowest + " above " + highest);
            }
        }

        public static Range of(FundamentalPrice only) {
            return new Range(only, only);
        }

        /** The range once it has seen this price as well. */
        public Range with(FundamentalPrice price) {
            return new Range(
                    price.compareTo(lowest) < 0 ? price : lowest,
                    price.compareTo(highest) > 0 ? price : highest);
        }
    }

    /**
     * Whether a price may move so. A move towards the band is allowed even where it does not reach
     * it, as after the limit was lowered.
     */
    public boolean allows(Range window, FundamentalPrice before, FundamentalPrice after) {
        int direction = after.compareTo(before);
        return direction == 0
                || (direction > 0
                        ? after.units().compareTo(ceilingOf(window)) <= 0
                        : after.units().compareTo(floorOf(window)) >= 0);
    }

    /**
     * The largest change {@code δ ≥ 0} that a signal may still claim: {@code ⌊(ceiling/F − 1)/β⌋}
     * in millionths, at most 1.
     *
     * @param beta how much of a signal counts, above zero
     */
    public Ratio left(Range window, FundamentalPrice now, Ratio beta) {
        return claim(ceilingOf(window).subtract(now.units()), now, beta);
    }

    /**
     * The largest fall {@code δ ≤ 0} that a signal may still claim, rounded towards zero to
     * millionths, at least −1.
     *
     * @param beta how much of a signal counts, above zero
     */
    public Ratio leftBelow(Range window, FundamentalPrice now, Ratio beta) {
        return claim(now.units().subtract(floorOf(window)), now, beta).negated();
    }

    private static Ratio claim(BigInteger room, FundamentalPrice now, Ratio beta) {
        if (room.signum() <= 0) {
            return Ratio.ZERO;
        }
        BigInteger millionths =
                room.multiply(WHOLE.pow(2)).divide(now.units().multiply(beta.wide()));
        return Ratio.ofMillionths(millionths.min(WHOLE).intValueExact());
    }

    private BigInteger ceilingOf(Range window) {
        return window.lowest().units().multiply(WHOLE.add(most.wide())).divide(WHOLE);
    }

    private BigInteger floorOf(Range window) {
        BigInteger[] parts =
                window.highest()
                        .units()
                        .multiply(WHOLE.subtract(most.wide()))
                        .divideAndRemainder(WHOLE);
        return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
    }
}
