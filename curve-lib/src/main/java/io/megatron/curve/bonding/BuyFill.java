package io.megatron.curve.bonding;

import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;

/**
 * What a buy does: {@code charge = cost + fee} leaves the buyer, exactly {@code cost} goes into the
 * reserve.
 *
 * @param shares what the buyer gets, at least one micro-share
 * @param cost {@code ⌈area(S, S + shares)⌉}
 * @param fee {@code charge − cost}
 * @param charge the smallest amount that is at least {@code cost} once its fee is taken off
 * @param priceBefore the marginal price at the supply before, half to even
 * @param priceAfter the marginal price at the supply after, half to even
 * @param supplyAfter the supply before plus {@code shares}
 */
public record BuyFill(
        Shares shares,
        Usdc cost,
        Usdc fee,
        Usdc charge,
        Price priceBefore,
        Price priceAfter,
        Shares supplyAfter) {}
