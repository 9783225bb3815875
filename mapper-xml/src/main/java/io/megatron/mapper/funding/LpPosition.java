package io.megatron.mapper.funding;

import io.megatron.curve.fees.RewardAccumulator;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.math.BigInteger;

/**
 * What a user provides to a pool.
 *
 * @param principal not yet withdrawn; as many LP shares
 * @param queued the part of the principal that waits to be paid out, and earns until it is
 * @param contributed all that ever came; always {@code principal + withdrawn + refunded}
 * @param claimed all fees ever claimed
 * @param accrued fees not claimed yet, scaled by 10¹⁸, up to {@code rewardPerShare}
 * @param lots how many contributions were made
 */
public record LpPosition(
        AssetId assetId,
        UserId userId,
        Usdc principal,
        Usdc queued,
        Usdc contributed,
        Usdc withdrawn,
        Usdc refunded,
        Usdc claimed,
        BigInteger accrued,
        BigInteger rewardPerShare,
        int lots) {

    public static LpPosition none(LpKey key) {
        return new LpPosition(
                key.assetId(),
                key.userId(),
                Usdc.ZERO,
                Usdc.ZERO,
                Usdc.ZERO,
                Usdc.ZERO,
                Usdc.ZERO,
                Usdc.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                0);
    }

    public LpKey key() {
        return new LpKey(assetId, userId);
    }

    /** The position brought up to date; to be called before its principal changes. */
    public LpPosition accruedUpTo(RewardAccumulator accumulator) {
        return with(
                claimed,
                accumulator.accrued(accrued, rewardPerShare, principal.micros()),
                accumulator.rewardPerShare());
    }

    /** The position, up to date, after a claim. */
    public LpPosition claimed(RewardAccumulator.Claim claim) {
        return with(claimed.plus(claim.paid()), claim.accruedAfter(), rewardPerShare);
    }

    private LpPosition with(Usdc claimedAfter, BigInteger accruedAfter, BigInteger upTo) {
        return new LpPosition(
                assetId,
                userId,
                principal,
                queued,
                contributed,
                withdrawn,
                refunded,
                claimedAfter,
                accruedAfter,
                upTo,
                lots);
    }

    /** The position, up to date, after one more lot. */
    public LpPosition contributed(Usdc amount) {
        return new LpPosition(
                assetId,
                userId,
                principal.plus(amount),
                queued,
                contributed.plus(amount),
                withdrawn,
                refunded,
                claimed,
                accrued,
                rewardPerShare,
                lots + 1);
    }

    /** The position, up to date, after some of its principal was paid. */
    public LpPosition withdrawn(Usdc amount) {
        return new LpPosition(
                assetId,
                userId,
                principal.minus(amount),
                queued,
                contributed,
                withdrawn.plus(amount),
                refunded,
                claimed,
                accrued,
                rewardPerShare,
                lots);
    }

    /** The position, up to date, after all of its principal was given back. */
    public LpPosition givenBack() {
        return new LpPosition(
                assetId,
                userId,
                Usdc.ZERO,
                queued,
                contributed,
                withdrawn,
                refunded.plus(principal),
                claimed,
                accrued,
                rewardPerShare,
                lots);
    }

    public LpPosition withQueued(Usdc queuedAfter) {
        return new LpPosition(
                assetId,
                userId,
                principal,
                queuedAfter,
                contributed,
                withdrawn,
                refunded,
                claimed,
                accrued,
                rewardPerShare,
                lots);
    }
}
