package io.megatron.mapper.funding;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.LpWithdrawalId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Principal that an LP asked back.
 *
 * @param number its place in the pool's queue
 * @param instant what was paid at once
 * @param paid all that is paid, {@code instant} included
 * @param cancelled what the LP no longer asks for
 * @param parts how many payments were made
 */
public record LpWithdrawal(
        LpWithdrawalId id,
        AssetId assetId,
        UserId userId,
        long number,
        Usdc requested,
        Usdc instant,
        Usdc paid,
        Usdc cancelled,
        int parts,
        LpWithdrawalStatus status,
        Instant requestedAt,
        @Nullable Instant closedAt) {

    public LpKey lp() {
        return new LpKey(assetId, userId);
    }

    /** What still waits. */
    public Usdc queued() {
        return requested.minus(paid).minus(cancelled);
    }

    /** The withdrawal after one more payment. */
    public LpWithdrawal paid(Usdc amount, boolean instantly, Instant at) {
        boolean last = amount.equals(queued());
        return new LpWithdrawal(
                id,
                assetId,
                userId,
                number,
                requested,
                instantly ? instant.plus(amount) : instant,
                paid.plus(amount),
                cancelled,
                parts + 1,
                last ? LpWithdrawalStatus.PAID : LpWithdrawalStatus.QUEUED,
                requestedAt,
                last ? at : null);
    }

    /** The withdrawal without what still waited. */
    public LpWithdrawal cancelled(Instant at) {
        return new LpWithdrawal(
                id,
                assetId,
                userId,
                number,
                requested,
                instant,
                paid,
                cancelled.plus(queued()),
                parts,
                LpWithdrawalStatus.CANCELLED,
                requestedAt,
                at);
    }
}
