package io.megatron.mapper.funding;

import io.megatron.curve.funding.VestingSchedule;
import io.megatron.curve.funding.VestingSchedule.Tranche;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One contribution, which vests by itself.
 *
 * @param number the LP's own number of it, from 1
 * @param withdrawn how much of it has left again
 * @param vesting the schedule it was made under, as {@link VestingSchedule} writes it
 * @param unlockedBps how much of it was announced as vested; time may be ahead of it
 */
public record Lot(
        AssetId assetId,
        UserId userId,
        int number,
        Usdc amount,
        Usdc withdrawn,
        Instant contributedAt,
        String vesting,
        int unlockedBps) {

    /** A new contribution. */
    public static Lot of(LpKey lp, int number, Usdc amount, Instant at, String vesting) {
        return new Lot(lp.assetId(), lp.userId(), number, amount, Usdc.ZERO, at, vesting, 0);
    }

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

    /** The share that is vested, in basis points; it has not begun before activation. */
    public int vestedBps(Optional<Instant> activatedAt, Instant at) {
        return vestsFrom(activatedAt).map(start -> schedule().vestedBps(start, at)).orElse(0);
    }

    /** How much of the lot's amount was announced as vested. */
    public Usdc unlocked() {
        return VestingSchedule.part(amount, unlockedBps);
    }

    /**
     * Days from the start of vesting to the tranche that is announced next; null after the last.
     */
    public @Nullable Integer nextUnlockDays() {
        return schedule().after(unlockedBps).map(Tranche::afterDays).orElse(null);
    }

    public Lot withdrawn(Usdc more) {
        return new Lot(
                assetId,
                userId,
                number,
                amount,
                withdrawn.plus(more),
                contributedAt,
                vesting,
                unlockedBps);
    }

    public Lot unlocked(int bps) {
        return new Lot(assetId, userId, number, amount, withdrawn, contributedAt, vesting, bps);
    }
}
