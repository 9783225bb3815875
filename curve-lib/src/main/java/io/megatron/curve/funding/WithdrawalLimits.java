package io.megatron.curve.funding;

import io.megatron.curve.money.Usdc;
import java.math.BigInteger;

/**
 * How much principal may leave at once, per liquidity provider and per pool, over a rolling window
 * of 24 hours (the domain's section "Funding and LPs"). Everything is rounded down.
 *
 * @param instantBps the share of what an LP has vested that may be paid instantly in a window
 * @param poolBps the share of a pool that may leave in a window
 * @param poolMinimum what may leave a pool in a window however small it is
 */
public record WithdrawalLimits(int instantBps, int poolBps, Usdc poolMinimum) {
    private static final int ALL_BPS = 10_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a share is not between 1 and 10 000, or the minimum is
     *     not positive: the queue would never move
     */
    public WithdrawalLimits {
        if (instantBps < 1 || instantBps > ALL_BPS || poolBps < 1 || poolBps > ALL_BPS) {
            throw new IllegalArgumentException("shares are between 1 and 10000 basis points");
        }
        if (!poolMinimum.isPositive()) {
            throw new IllegalArgumentException("a pool's minimum is above zero");
        }
    }

    /**
     * What may still be paid to one LP at once: {@code ⌊(vested principal still there + principal
     * paid to the LP in the window)·instantBps/10⁴⌋} less what was paid instantly in the window.
     * The sum in brackets does not change when a request is split, so splitting gains nothing.
     *
     * @param vestedStillThere vested and not withdrawn, queued or not
     * @param paid all principal paid to this LP in the window
     * @param paidInstantly that part of it which was paid instantly
     */
    public Usdc instantAllowance(Usdc vestedStillThere, Usdc paid, Usdc paidInstantly) {
        return notBelowZero(part(vestedStillThere.plus(paid), instantBps).minus(paidInstantly));
    }

    /**
     * What the pool's limit is measured on: the principal in it and what left it in the window, so
     * that paying changes nothing. The curve's reserve is the traders' and has no part in it.
     */
    public static Usdc base(Usdc capital, Usdc paid) {
        return capital.plus(paid);
    }

    /** What may leave a pool in a window: {@code max(⌊base·poolBps/10⁴⌋, poolMinimum)}. */
    public Usdc poolLimit(Usdc base) {
        Usdc share = part(base, poolBps);
        return share.compareTo(poolMinimum) < 0 ? poolMinimum : share;
    }

    /**
     * What may still leave a pool now.
     *
     * @param capital principal in the pool
     * @param paid principal paid out of it in the window
     */
    public Usdc poolRemaining(Usdc capital, Usdc paid) {
        return notBelowZero(poolLimit(base(capital, paid)).minus(paid));
    }

    /**
     * How much of a request is paid instantly: as far as the allowance reaches and the pool's limit
     * holds after everything already queued. The rest is queued.
     *
     * @param queuedBefore all that waits in the pool's queue
     */
    public static Usdc instantly(
            Usdc asked, Usdc allowance, Usdc poolRemaining, Usdc queuedBefore) {
        Usdc behindTheQueue = notBelowZero(poolRemaining.minus(queuedBefore));
        return least(asked, least(allowance, behindTheQueue));
    }

    public static Usdc least(Usdc one, Usdc other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static Usdc notBelowZero(Usdc amount) {
        return amount.isNegative() ? Usdc.ZERO : amount;
    }

    private static Usdc part(Usdc amount, int bps) {
        return Usdc.ofMicros(
                BigInteger.valueOf(amount.micros())
                        .multiply(BigInteger.valueOf(bps))
                        .divide(BigInteger.valueOf(ALL_BPS))
                        .longValueExact());
    }
}
