package io.megatron.curve.fees;

import io.megatron.curve.money.AmountOutOfRangeException;
import io.megatron.curve.money.Usdc;
import java.math.BigInteger;

/**
 * The fees of a pool per LP share, accumulated so that a trade costs the same however many LPs
 * there are (the domain's section "Funding and LPs"). Everything is scaled by {@code X = 10¹⁸}.
 *
 * <p>An LP's account is two figures kept by the caller: what has accrued, and the {@code
 * rewardPerShare} up to which it has. {@link #accrued} brings the first up to date and must be
 * called, and this accumulator's {@code rewardPerShare} stored beside its result, before the LP's
 * shares change. {@link #claim} takes whole micros out and leaves the fraction. Then at any moment,
 * exactly, with every LP brought up to date:
 *
 * <pre>
 *   X·LP_REWARDS                          = Σ accrued + remainder
 *   X·Σ claimed + Σ accrued + remainder   = X·Σ LP fees
 * </pre>
 *
 * @param rewardPerShare micro-USDC per micro-LP-share, times X; only ever grows
 * @param remainder micro-USDC times X that no whole unit per share could be made of yet
 */
public record RewardAccumulator(BigInteger rewardPerShare, BigInteger remainder) {
    /** X, the scale of everything that accrues. */
    public static final BigInteger SCALE = BigInteger.TEN.pow(18);

    /** The first number beyond {@code numeric(60,0)}. */
    private static final BigInteger COLUMN_END = BigInteger.TEN.pow(60);

    public static final RewardAccumulator ZERO =
            new RewardAccumulator(BigInteger.ZERO, BigInteger.ZERO);

    /**
     * Checks the columns.
     *
     * @throws AmountOutOfRangeException if a figure is negative or does not fit {@code
     *     numeric(60,0)}
     */
    public RewardAccumulator {
        checkColumn(rewardPerShare);
        checkColumn(remainder);
    }

    /**
     * Adds the LPs' part of a fee: {@code X·lpFee + remainder = q·shares + r} with {@code 0 ≤ r <
     * shares}; the reward per share grows by {@code q}, and {@code r} is carried to the next trade.
     *
     * @param lpFee not negative
     * @param lpShareMicros all LP shares outstanding, in micros (one per micro-USDC of principal),
     *     positive: without LPs {@link FeeSplit} leaves nothing to add
     * @throws IllegalArgumentException if the fee is negative or the shares are not positive
     * @throws AmountOutOfRangeException if the reward per share outgrows its column
     */
    public RewardAccumulator add(Usdc lpFee, long lpShareMicros) {
        if (lpFee.isNegative() || lpShareMicros <= 0) {
            throw new IllegalArgumentException(
                    "cannot add " + lpFee + " over " + lpShareMicros + " micro-LP-shares");
        }
        BigInteger[] parts =
                SCALE.multiply(BigInteger.valueOf(lpFee.micros()))
                        .add(remainder)
                        .divideAndRemainder(BigInteger.valueOf(lpShareMicros));
        return new RewardAccumulator(rewardPerShare.add(parts[0]), parts[1]);
    }

    /**
     * What one LP has accrued by now, unfloored: {@code accruedBefore + shares·(rewardPerShare −
     * rewardPerShareBefore)}, in micro-USDC times X.
     *
     * @param accruedBefore what this LP had accrued when last brought up to date
     * @param rewardPerShareBefore the reward per share at that time
     * @param lpShareMicros the LP's shares since that time, in micros
     * @throws IllegalArgumentException if a figure is negative or the reward per share has fallen
     * @throws AmountOutOfRangeException if the result does not fit {@code numeric(60,0)}
     */
    public BigInteger accrued(
            BigInteger accruedBefore, BigInteger rewardPerShareBefore, long lpShareMicros) {
        BigInteger growth = rewardPerShare.subtract(rewardPerShareBefore);
        if (growth.signum() < 0 || accruedBefore.signum() < 0 || lpShareMicros < 0) {
            throw new IllegalArgumentException("an accrual cannot run backwards");
        }
        return checkColumn(accruedBefore.add(growth.multiply(BigInteger.valueOf(lpShareMicros))));
    }

    /**
     * What a claim pays, {@code ⌊accrued/X⌋} micro-USDC, and what it leaves.
     *
     * @param accrued in micro-USDC times X, brought up to date by {@link #accrued}
     * @throws AmountOutOfRangeException if {@code accrued} is negative or pays more than a column
     *     holds, which no sum of fees can
     */
    public static Claim claim(BigInteger accrued) {
        BigInteger[] parts = checkColumn(accrued).divideAndRemainder(SCALE);
        if (parts[0].bitLength() >= Long.SIZE) {
            throw new AmountOutOfRangeException("the claim does not fit its column");
        }
        return new Claim(new Usdc(parts[0].longValue()), parts[1]);
    }

    /**
     * A claim: {@code X·paid + accruedAfter} is what had accrued.
     *
     * @param paid whole micros, possibly none
     * @param accruedAfter less than X, kept for the next claim
     */
    public record Claim(Usdc paid, BigInteger accruedAfter) {}

    private static BigInteger checkColumn(BigInteger figure) {
        if (figure.signum() < 0 || figure.compareTo(COLUMN_END) >= 0) {
            throw new AmountOutOfRangeException("figure does not fit numeric(60,0)");
        }
        return figure;
    }
}
