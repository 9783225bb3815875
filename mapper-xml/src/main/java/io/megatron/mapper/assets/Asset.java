package io.megatron.mapper.assets;

import io.megatron.curve.bonding.BondingCurve;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Slope;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;

/**
 * A synthetic asset.
 *
 * @param supply shares outstanding
 * @param tradeSeq how many trades it has seen; each trade carries its number
 * @param eventSeq how many events it has emitted, without gaps
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
        Instant createdAt) {

    public BondingCurve curve() {
        return new BondingCurve(basePrice, slope);
    }

    /** The asset after a change of its status, which emitted an event. */
    public Asset changedTo(AssetStatus statusAfter) {
        return new Asset(
                id,
                symbol,
                name,
                statusAfter,
                basePrice,
                slope,
                supply,
                tradeSeq,
                eventSeq + 1,
                createdAt);
    }

    /** The asset after an event that leaves it as it is. */
    public Asset announced() {
        return changedTo(status);
    }

    /** The asset after a trade that emitted an event. */
    public Asset traded(Shares supplyAfter) {
        return new Asset(
                id,
                symbol,
                name,
                status,
                basePrice,
                slope,
                supplyAfter,
                tradeSeq + 1,
                eventSeq + 1,
                createdAt);
    }
}
