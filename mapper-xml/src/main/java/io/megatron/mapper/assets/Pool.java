package io.megatron.mapper.assets;

import io.megatron.curve.fees.FeeSplit;
import io.megatron.curve.fees.RewardAccumulator;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;

/**
 * What an asset's liquidity providers own together.
 *
 * @param lpShares LP shares outstanding, one per USDC of principal
 * @param rewards fees earned per LP share so far, and what the last division left
 */
public record Pool(Shares lpShares, RewardAccumulator rewards) {
    public static final Pool EMPTY = new Pool(Shares.ZERO, RewardAccumulator.ZERO);

    /** The pool when so much principal is in it. */
    public Pool withPrincipal(Usdc principal) {
        return new Pool(Shares.ofMicros(principal.micros()), rewards);
    }

    /** How a fee is shared: all of it is the platform's while nobody has LP shares. */
    public FeeSplit split(Usdc fee) {
        return FeeSplit.of(fee, !lpShares.isZero());
    }

    /**
     * The pool after a fee, in constant time whatever the number of LPs. The money itself is posted
     * by the caller.
     */
    public Pool after(FeeSplit fee) {
        return lpShares.isZero()
                ? this
                : new Pool(lpShares, rewards.add(fee.lps(), lpShares.micros()));
    }
}
