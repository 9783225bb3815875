package io.megatron.curve.bonding;

import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.curve.money.Usdc;
import java.math.BigInteger;

/**
 * The curve's figures in micros, each by the quick way where it reaches and by the general one
 * where it does not. {@link #NONE} stands for a figure that does not exist or does not fit.
 */
record CurveFigures(Price basePrice, Slope slope) {
    static final long NONE = -1;

    /** The one limit of all three columns. */
    private static final long MAX_MICROS = Usdc.MAX_MICROS;

    static {
        if (Shares.MAX_MICROS != MAX_MICROS || Price.MAX_MICROS != MAX_MICROS) {
            throw new AssertionError("the columns differ");
        }
    }

    long marginalPrice(long supply) {
        long quick = isQuick() ? quick().marginalPrice(supply) : WideCurve.BEYOND_REACH;
        return quick >= 0 ? fitting(quick) : fitting(general().marginalPrice(big(supply)));
    }

    long cost(long supply, long shares) {
        long quick = isQuick() ? quick().cost(supply, shares) : WideCurve.BEYOND_REACH;
        return quick >= 0 ? fitting(quick) : fitting(general().cost(big(supply), big(shares)));
    }

    long gross(long supply, long shares) {
        long quick = isQuick() ? quick().gross(supply, shares) : WideCurve.BEYOND_REACH;
        return quick >= 0 ? fitting(quick) : fitting(general().gross(big(supply), big(shares)));
    }

    /** The largest number of shares that costs at most this; none if the supply cannot hold it. */
    long sharesCosting(long supply, long cost) {
        long room = MAX_MICROS - supply;
        long quick = isQuick() ? quick().sharesCosting(supply, cost, room) : WideCurve.BEYOND_REACH;
        long shares = quick >= 0 ? quick : fitting(general().sharesCosting(big(supply), big(cost)));
        return shares <= room ? shares : NONE;
    }

    /** The smallest number of shares that brings at least this; none if there are too few. */
    long sharesBringing(long supply, long gross, long available) {
        long quick =
                isQuick()
                        ? quick().sharesBringing(supply, gross, available)
                        : WideCurve.BEYOND_REACH;
        return quick >= 0
                ? quick
                : fitting(general().sharesBringing(big(supply), big(gross), big(available)));
    }

    private boolean isQuick() {
        return slope.picos().bitLength() < Long.SIZE;
    }

    private WideCurve quick() {
        return new WideCurve(basePrice.micros(), slope.picos().longValue());
    }

    private BigCurve general() {
        return new BigCurve(big(basePrice.micros()), slope.picos());
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    private static long fitting(long micros) {
        return micros <= MAX_MICROS ? micros : NONE;
    }

    private static long fitting(BigInteger micros) {
        return micros.bitLength() < Long.SIZE ? fitting(micros.longValue()) : NONE;
    }
}
