package io.megatron.mapper.pricing;

import io.megatron.curve.money.Ratio;
import io.megatron.curve.pricing.FundamentalPrice;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.SignalId;
import java.time.Instant;
import java.util.UUID;

/**
 * An accepted signal, with all it takes to work out its price again.
 *
 * @param seq the asset's own number of the signal, without gaps
 * @param submittedBy the subject that sent it: an oracle, or the job
 * @param delta the relative change it claims
 * @param confidence how sure its sender is, between 0 and 1
 * @param sources what it rests on, as a JSON array of strings
 * @param rawAnswer what it was read from, word for word
 * @param beta how much of it counted
 * @param dailyLimit how far the price was allowed to move in 24 hours
 * @param marginalPrice the asset's exact marginal price at that moment
 * @param eventId the event that announced it
 */
public record Signal(
        SignalId id,
        AssetId assetId,
        long seq,
        UUID submittedBy,
        UUID requestId,
        Ratio delta,
        Ratio confidence,
        String sources,
        String rawAnswer,
        Ratio beta,
        Ratio dailyLimit,
        FundamentalPrice fundamentalBefore,
        FundamentalPrice fundamentalAfter,
        FundamentalPrice marginalPrice,
        long eventId,
        Instant bookedAt) {}
