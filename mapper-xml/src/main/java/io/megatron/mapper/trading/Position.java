package io.megatron.mapper.trading;

import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;

/**
 * What a user holds of an asset.
 *
 * @param costBasis what was charged for the shares still held, fees included; zero when none are
 * @param realisedProfit what sells have paid, less the cost basis of what they sold; may be
 *     negative
 * @param lastTradeSeq the asset's number of the trade that left it so; zero before the first one
 */
public record Position(
        AssetId assetId,
        UserId userId,
        Shares shares,
        Usdc costBasis,
        Usdc realisedProfit,
        long lastTradeSeq) {

    public static Position none(PositionKey key) {
        return new Position(key.assetId(), key.userId(), Shares.ZERO, Usdc.ZERO, Usdc.ZERO, 0);
    }

    public PositionKey key() {
        return new PositionKey(assetId, userId);
    }
}
