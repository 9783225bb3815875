package io.megatron.core.funding;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;
import java.util.List;

/**
 * What may leave a pool.
 *
 * @param lifted whether the pool is retired and its limit lifted
 * @param base what the limit is measured on
 * @param limit what may leave in 24 hours
 * @param paid what has left in the last 24 hours
 * @param remaining what may still leave now
 * @param queued what waits for it
 * @param releases what leaves the window next, oldest first
 */
public record PoolLimitView(
        AssetId assetId,
        boolean lifted,
        Usdc base,
        Usdc limit,
        Usdc paid,
        Usdc remaining,
        Usdc queued,
        List<Release> releases,
        Instant asOf) {

    /** A payment that leaves the window. */
    public record Release(Instant at, Usdc amount) {}
}
