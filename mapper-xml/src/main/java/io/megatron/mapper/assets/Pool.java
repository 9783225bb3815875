package io.megatron.mapper.assets;

import io.megatron.curve.fees.RewardAccumulator;
import io.megatron.curve.money.Shares;
import io.megatron.mapper.ids.AssetId;
import java.math.BigInteger;

/**
 * What an asset's liquidity providers own together.
 *
 * @param lpShares LP shares outstanding, one per USDC of principal
 * @param rewardPerShare fees earned per LP share so far, scaled by 10¹⁸
 * @param rewardRemainder what the last division left, carried to the next fee
 */
public record Pool(
        AssetId assetId, Shares lpShares, BigInteger rewardPerShare, BigInteger rewardRemainder) {

    public static Pool empty(AssetId assetId) {
        return new Pool(assetId, Shares.ZERO, BigInteger.ZERO, BigInteger.ZERO);
    }

    public RewardAccumulator accumulator() {
        return new RewardAccumulator(rewardPerShare, rewardRemainder);
    }

    public Pool withLpShares(Shares lpSharesAfter) {
        return new Pool(assetId, lpSharesAfter, rewardPerShare, rewardRemainder);
    }

    public Pool with(RewardAccumulator accumulator) {
        return new Pool(assetId, lpShares, accumulator.rewardPerShare(), accumulator.remainder());
    }
}
