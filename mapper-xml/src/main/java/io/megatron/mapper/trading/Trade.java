package io.megatron.mapper.trading;

import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.UUID;

/**
 * An executed trade, with everything its receipt says.
 *
 * @param gross a buy's charge, or the area under the curve that a sell gave back; always net + fee
 * @param net what a buy put into the reserve, or what a sell paid to the user
 * @param reserveAfter the curve's reserve after the trade
 * @param cashAfter the user's free USDC after the trade
 * @param tradeSeq the asset's own number of the trade, without gaps
 * @param transferSeq the ledger's number of the transfer that settled it
 * @param eventId the event that announced it
 */
public record Trade(
        TradeId id,
        Instant executedAt,
        AssetId assetId,
        UserId userId,
        UUID requestId,
        Side side,
        Shares shares,
        Usdc gross,
        Usdc fee,
        int feeBps,
        Usdc net,
        Price priceBefore,
        Price priceAfter,
        Shares supplyAfter,
        Usdc reserveAfter,
        Usdc cashAfter,
        Shares positionAfter,
        Usdc costBasisAfter,
        Usdc realisedProfitAfter,
        long tradeSeq,
        long transferSeq,
        long eventId) {}
