package io.megatron.mapper.pricing;

import io.megatron.curve.money.Usdc;
import java.time.Instant;

/**
 * What a trade moved through the curve.
 *
 * @param volume a buy's cost, a sell's gross
 */
public record TradedVolume(long tradeSeq, Instant executedAt, Usdc volume) {}
