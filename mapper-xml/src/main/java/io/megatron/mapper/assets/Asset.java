package io.megatron.mapper.assets;

import io.megatron.curve.bonding.BondingCurve;
import io.megatron.curve.fees.RewardAccumulator;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.mapper.ids.AssetId;
import java.math.BigInteger;
import java.time.Instant;

/**
 * A synthetic asset with its pool, which every trade changes too.
 *
 * @param supply shares outstanding
 * @param tradeSeq how many trades it has seen; each trade carries its number
 * @param eventSeq how many events it has emitted, without gaps
 * @param lpShares of its {@link Pool}, as the two that follow
 */
public record Asset(
        AssetId id,
        String symbol,
        String name,
        AssetStatus status,
        Price basePrice,
        Slope slope,
        Shares supply,
        long tradeSeq,
        long eventSeq,
        Shares lpShares,
        BigInteger rewardPerShare,
        BigInteger rewardRemainder,
        Instant createdAt) {

    public BondingCurve curve() {
        return new BondingCurve(basePrice, slope);
    }

    public Pool pool() {
        return new Pool(lpShares, new RewardAccumulator(rewardPerShare, rewardRemainder));
    }

    /** The asset after a change of its status, which emitted an event. */
    public Asset changedTo(AssetStatus statusAfter) {
        return after(statusAfter, supply, tradeSeq, eventSeq + 1, pool());
    }

    /** The asset after an event that leaves it as it is. */
    public Asset announced() {
        return changedTo(status);
    }

    /** The asset after a trade that emitted an event. */
    public Asset traded(Shares supplyAfter, Pool poolAfter) {
        return after(status, supplyAfter, tradeSeq + 1, eventSeq + 1, poolAfter);
    }

    /** The asset after principal came to its pool or left it. */
    public Asset with(Pool poolAfter) {
        return after(status, supply, tradeSeq, eventSeq, poolAfter);
    }

    private Asset after(
            AssetStatus statusAfter,
            Shares supplyAfter,
            long tradeSeqAfter,
            long eventSeqAfter,
            Pool poolAfter) {
        return new Asset(
                id,
                symbol,
                name,
                statusAfter,
                basePrice,
                slope,
                supplyAfter,
                tradeSeqAfter,
                eventSeqAfter,
                poolAfter.lpShares(),
                poolAfter.rewards().rewardPerShare(),
                poolAfter.rewards().remainder(),
                createdAt);
    }
}
