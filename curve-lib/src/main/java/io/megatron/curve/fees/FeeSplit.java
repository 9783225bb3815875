package io.megatron.curve.fees;

import io.megatron.curve.money.Usdc;

/**
 * A trade's fee, divided: {@code ⌊fee/10⌋} for the platform and the rest, nine tenths rounded up,
 * for the liquidity providers; with no LP share outstanding all of it is the platform's.
 */
public record FeeSplit(Usdc platform, Usdc lps) {
    private static final long PLATFORM_DIVISOR = 10;

    /**
     * Divides a fee; {@code platform + lps = fee}, always.
     *
     * @param fee not negative
     * @param lpSharesOutstanding whether there is anybody to give the greater part to
     * @throws IllegalArgumentException if the fee is negative
     */
    public static FeeSplit of(Usdc fee, boolean lpSharesOutstanding) {
        if (fee.isNegative()) {
            throw new IllegalArgumentException("negative fee");
        }
        if (!lpSharesOutstanding) {
            return new FeeSplit(fee, Usdc.ZERO);
        }
        Usdc platform = new Usdc(fee.micros() / PLATFORM_DIVISOR);
        return new FeeSplit(platform, fee.minus(platform));
    }
}
