package io.megatron.curve.bonding;

import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;

/**
 * What a sell does: exactly {@code gross = fee + net} leaves the reserve, {@code net} is paid.
 *
 * @param shares what the seller gives, at least one micro-share
 * @param gross {@code ⌊area(S − shares, S)⌋}
 * @param fee {@code ⌈gross·bps/10⁴⌉}
 * @param net {@code gross − fee}; zero only when the whole position is sold
 * @param priceBefore the marginal price at the supply before, half to even
 * @param priceAfter the marginal price at the supply after, half to even
 * @param supplyAfter the supply before less {@code shares}
 */
public record SellFill(
        Shares shares,
        Usdc gross,
        Usdc fee,
        Usdc net,
        Price priceBefore,
        Price priceAfter,
        Shares supplyAfter) {}
