package io.megatron.mapper.pricing;

import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An asset's prices after something changed them.
 *
 * @param tickSeq the asset's own number of it, without gaps
 * @param tickedAt the book's time of the last event that it knows of, or when volume left the
 *     window
 * @param display D, what is shown
 * @param marginal M, the curve's price after the last trade
 * @param fundamental F, to 18 fractional digits, not clamped
 * @param signalled whether there ever was a signal; without one F is M
 * @param weight w, the market's weight, to 18 fractional digits
 * @param volume v, USDC through the curve in the window up to the tick
 * @param supply S, shares outstanding
 * @param trades how many trades happened since the tick before
 * @param traded USDC that they moved through the curve
 * @param tradeSeq the asset's last trade that it knows of
 * @param eventSeq the asset's last event that it knows of
 */
public record Tick(
        AssetId assetId,
        long tickSeq,
        Instant tickedAt,
        Price display,
        Price marginal,
        BigDecimal fundamental,
        boolean signalled,
        BigDecimal weight,
        Usdc volume,
        Shares supply,
        int trades,
        Usdc traded,
        long tradeSeq,
        long eventSeq) {}
