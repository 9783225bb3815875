package io.megatron.curve.pricing;

import io.megatron.curve.money.Price;
import io.megatron.curve.money.Usdc;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How the market's price and the fundamental one become the price that is shown (the domain's
 * section "Prices"): {@code D = w·M + (1−w)·F}, where the market weighs the more, the more is
 * traded: {@code w = w_min + (w_max − w_min)·v/(v + V0)}. Nothing ever settles at D.
 *
 * @param minWeightBps w_min, the market's weight where nothing is traded, in basis points
 * @param maxWeightBps w_max, what its weight comes near to with much trading, in basis points
 * @param halfwayVolume V0, the volume at which it is halfway between the two; above zero
 */
public record PriceBlend(int minWeightBps, int maxWeightBps, Usdc halfwayVolume) {
    /** Fractional digits of a weight and of a fundamental price. */
    public static final int SCALE = 18;

    /** The domain's figures: 0.2 to 0.95, halfway at 1 000 USDC. */
    public static final PriceBlend DEFAULT =
            new PriceBlend(2_000, 9_500, Usdc.ofMicros(1_000_000_000L));

    private static final int BPS = 10_000;
    private static final int MICRO_SCALE = 6;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /**
     * Checks the figures.
     *
     * @throws IllegalArgumentException unless {@code 0 ≤ w_min ≤ w_max ≤ 10 000} and {@code V0 > 0}
     */
    public PriceBlend {
        if (minWeightBps < 0 || maxWeightBps > BPS || minWeightBps > maxWeightBps) {
            throw new IllegalArgumentException(
                    "weights are not 0 <= min <= max <= 10000: "
                            + minWeightBps
                            + ", "
                            + maxWeightBps);
        }
        if (!halfwayVolume.isPositive()) {
            throw new IllegalArgumentException("the halfway volume is not above zero");
        }
    }

    /**
     * The market's weight.
     *
     * @param volume USDC through the curve in the last five minutes, not negative
     * @return w to 18 fractional digits, half to even
     */
    public BigDecimal weight(Usdc volume) {
        BigDecimal v = BigDecimal.valueOf(volume.micros());
        BigDecimal all = v.add(BigDecimal.valueOf(halfwayVolume.micros()));
        BigDecimal least = BigDecimal.valueOf(minWeightBps, 4);
        BigDecimal span = BigDecimal.valueOf((long) maxWeightBps - minWeightBps, 4);
        // One division, so that there is one rounding.
        return least.multiply(all).add(span.multiply(v)).divide(all, SCALE, RoundingMode.HALF_EVEN);
    }

    /**
     * The price to show. The fundamental price counts within {@code [M/2, 2M]} only.
     *
     * @param weight w, as {@link #weight} gives it, so that a stored tick can be checked by itself
     * @return D to six fractional digits, half to even; the largest price there is where it would
     *     be above that
     */
    public Price display(Price marginal, BigDecimal fundamental, BigDecimal weight) {
        BigDecimal market = BigDecimal.valueOf(marginal.micros(), MICRO_SCALE);
        BigDecimal clamped = fundamental.max(market.divide(TWO)).min(market.multiply(TWO));
        BigDecimal shown =
                weight.multiply(market)
                        .add(BigDecimal.ONE.subtract(weight).multiply(clamped))
                        .setScale(MICRO_SCALE, RoundingMode.HALF_EVEN);
        BigDecimal most = BigDecimal.valueOf(Price.MAX_MICROS, MICRO_SCALE);
        return Price.ofMicros(shown.min(most).unscaledValue().longValueExact());
    }
}
