package io.megatron.core.funding;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.LpPosition;
import java.time.Instant;

/**
 * An LP's position as people look at it.
 *
 * @param claimable fees that a claim would pay now
 * @param vested principal that is vested and still there, queued or not
 * @param available vested principal that is not queued: what may be asked for
 */
public record LpPositionView(
        LpPosition position,
        AssetStatus status,
        Usdc claimable,
        Usdc vested,
        Usdc available,
        Instant asOf) {}
