package io.megatron.mapper.funding;

import io.megatron.curve.funding.VestingSchedule;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * One contribution, which vests by itself.
 *
 * @param number the LP's own number of it, from 1
 * @param withdrawn how much of it has left again
 * @param vesting the schedule it was made under, as {@link VestingSchedule} writes it
 */
public record Lot(
        AssetId assetId,
        UserId userId,
        int number,
        Usdc amount,
        Usdc withdrawn,
        Instant contributedAt,
        String vesting) {

    public LpKey key() {
        return new LpKey(assetId, userId);
    }

    /** What is left in the pool of this lot. */
    public Usdc left() {
        return amount.minus(withdrawn);
    }

    public VestingSchedule schedule() {
        return VestingSchedule.parse(vesting);
    }

    /** Vesting runs from the later of contribution and activation; before that it does not run. */
    public Optional<Instant> vestsFrom(Optional<Instant> activatedAt) {
        return activatedAt.map(
                activation -> activation.isAfter(contributedAt) ? activation : contributedAt);
    }

    /** How much of the lot's amount is vested, withdrawn or not. */
    public Usdc vested(Optional<Instant> activatedAt, Instant at) {
        return vestsFrom(activatedAt)
                .map(start -> schedule().vested(amount, start, at))
                .orElse(Usdc.ZERO);
    }

    public Lot withdrawn(Usdc more) {
        return new Lot(
                assetId, userId, number, amount, withdrawn.plus(more), contributedAt, vesting);
    }
}
