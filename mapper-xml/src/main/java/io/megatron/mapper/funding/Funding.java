package io.megatron.mapper.funding;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An asset's funding, for life.
 *
 * @param softCap the principal that activates the asset
 * @param hardCap the most principal the pool takes
 * @param deadline from then on an asset that is still FUNDING takes no contribution
 * @param vesting the schedule that new contributions are made under
 * @param activatedAt when the soft cap was reached; null before
 * @param queued principal that waits to be paid out
 * @param withdrawalNumbers how many numbers the queue has given
 */
public record Funding(
        AssetId assetId,
        Usdc softCap,
        Usdc hardCap,
        Instant deadline,
        String vesting,
        @Nullable Instant activatedAt,
        Usdc queued,
        long withdrawalNumbers) {

    public Optional<Instant> activation() {
        return Optional.ofNullable(activatedAt);
    }

    public Funding activated(Instant at) {
        return new Funding(
                assetId, softCap, hardCap, deadline, vesting, at, queued, withdrawalNumbers);
    }

    /** The funding after its queue has changed. */
    public Funding withQueue(Usdc queuedAfter, long numbersAfter) {
        return new Funding(
                assetId,
                softCap,
                hardCap,
                deadline,
                vesting,
                activatedAt,
                queuedAfter,
                numbersAfter);
    }
}
