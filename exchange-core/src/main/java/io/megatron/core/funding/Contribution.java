package io.megatron.core.funding;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.UUID;

/**
 * A contribution that was made.
 *
 * @param id the reference of its transfer
 * @param lotNumber the number of the lot it made, the LP's own in this pool
 * @param statusAfter ACTIVE where it reached the soft cap
 * @param activated whether it was this one that activated the asset
 * @param capitalAfter principal in the pool
 * @param principalAfter the LP's
 */
public record Contribution(
        UUID id,
        AssetId assetId,
        UserId userId,
        int lotNumber,
        Usdc amount,
        AssetStatus statusAfter,
        boolean activated,
        Usdc capitalAfter,
        Usdc principalAfter,
        Usdc cashAfter,
        long transferSeq,
        Instant bookedAt) {}
