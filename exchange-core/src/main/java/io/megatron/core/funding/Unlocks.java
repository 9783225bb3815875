package io.megatron.core.funding;

import io.megatron.curve.money.Usdc;

/**
 * What was marked as unlocked of an LP's lots.
 *
 * @param lots how many lots had tranches whose time had come
 * @param amount how much more of them is unlocked than was announced before
 */
public record Unlocks(int lots, Usdc amount) {
    public static final Unlocks NONE = new Unlocks(0, Usdc.ZERO);

    /** With one lot more. */
    public Unlocks and(Usdc more) {
        return new Unlocks(lots + 1, amount.plus(more));
    }
}
