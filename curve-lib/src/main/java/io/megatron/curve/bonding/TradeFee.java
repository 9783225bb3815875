package io.megatron.curve.bonding;

import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Usdc;

/**
 * A fee rate applied to amounts in micros. Fees are rounded up, in favour of the pool. Each product
 * is split at a multiple of its divisor, so that nothing leaves a long.
 */
record TradeFee(FeeRate rate) {
    private static final long WHOLE_BPS = 10_000;

    /** {@code ⌈amount·bps/10⁴⌉}, never above the amount. */
    long on(long amount) {
        long rest = amount % WHOLE_BPS;
        return amount / WHOLE_BPS * rate.bps() + dividedUp(rest * rate.bps(), WHOLE_BPS);
    }

    /** What is left of an amount: {@code amount − ⌈amount·bps/10⁴⌉}. */
    long takenFrom(long amount) {
        return amount - on(amount);
    }

    /**
     * The smallest amount of which at least {@code wanted} is left, or {@link CurveFigures#NONE}.
     * What is left is {@code ⌊amount·(10⁴ − bps)/10⁴⌋}, which reaches a whole number exactly when
     * the unrounded quotient does: at {@code amount = ⌈wanted·10⁴/(10⁴ − bps)⌉}.
     */
    long addedTo(long wanted) {
        long leftBps = WHOLE_BPS - rate.bps();
        long wholes = wanted / leftBps;
        if (wholes > Usdc.MAX_MICROS / WHOLE_BPS) {
            return CurveFigures.NONE;
        }
        long amount = wholes * WHOLE_BPS + dividedUp(wanted % leftBps * WHOLE_BPS, leftBps);
        return amount <= Usdc.MAX_MICROS ? amount : CurveFigures.NONE;
    }

    private static long dividedUp(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
