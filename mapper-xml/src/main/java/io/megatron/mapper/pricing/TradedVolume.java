package io.megatron.mapper.pricing;

import io.megatron.curve.money.Usdc;
import java.time.Instant;

/**
 * What an asset's trades of one instant moved through the curve.
 *
 * @param volume buys' costs and sells' gross; the largest amount there is where it would be more
 */
public record TradedVolume(Instant executedAt, Usdc volume) {}
