package io.megatron.curve.candles;

import io.megatron.curve.money.Price;
import io.megatron.curve.money.Usdc;
import java.time.Instant;

/**
 * What a trade did to its asset's price.
 *
 * @param tradeSeq the asset's own number of the trade, from 1, without gaps
 * @param executedAt book time; never before that of the trade with the number before
 * @param priceBefore marginal price before it: what it was after the trade before, and P0 for the
 *     first
 * @param priceAfter marginal price after it
 * @param volume USDC that moved through the curve: a buy's cost, a sell's gross
 */
public record PricedTrade(
        long tradeSeq, Instant executedAt, Price priceBefore, Price priceAfter, Usdc volume) {}
