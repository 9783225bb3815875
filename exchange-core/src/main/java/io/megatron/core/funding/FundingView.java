package io.megatron.core.funding;

import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.funding.Funding;
import java.time.Instant;

/**
 * An asset's funding as people look at it.
 *
 * @param raised principal in the pool
 * @param lps how many liquidity providers hold it
 */
public record FundingView(Asset asset, Funding funding, Usdc raised, long lps, Instant asOf) {}
