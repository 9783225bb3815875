package io.megatron.mapper.pricing;

import io.megatron.curve.pricing.FundamentalPrice;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;

/**
 * An asset's fundamental price; an asset without one has had no signal, and its marginal price
 * counts.
 *
 * @param value as its signals made it, never clamped
 * @param signals how many signals it has had; each carries its number
 */
public record Fundamental(
        AssetId assetId, FundamentalPrice value, long signals, Instant changedAt) {}
