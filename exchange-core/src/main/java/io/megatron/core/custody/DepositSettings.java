package io.megatron.core.custody;

import io.megatron.curve.money.Usdc;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a deposit is credited, and how the chain is read.
 *
 * @param requiredConfirmations how many blocks, its own included, a transfer has to be deep
 * @param requiresFinality whether its block has to be final besides, as the chain itself says
 * @param minimum USDC: less than this in one transfer is not credited
 * @param maxBlocks for how many blocks a node is asked at once, where it does not refuse
 * @param addressesPerCall for how many addresses it is asked at once
 * @param checkpoints how many of the newest read blocks are kept to notice a reorg
 */
@ConfigurationProperties("megatron.deposits")
public record DepositSettings(
        @DefaultValue("12") int requiredConfirmations,
        @DefaultValue("true") boolean requiresFinality,
        @DefaultValue("0.01") String minimum,
        @DefaultValue("2000") int maxBlocks,
        @DefaultValue("1000") int addressesPerCall,
        @DefaultValue("1000") int checkpoints) {

    public DepositSettings {
        require(requiredConfirmations >= 1, "required-confirmations has to be above zero");
        require(Usdc.parse(minimum).isPositive(), "minimum has to be above zero");
        require(maxBlocks >= 1, "max-blocks has to be above zero");
        require(addressesPerCall >= 1, "addresses-per-call has to be above zero");
        require(checkpoints >= 1, "checkpoints has to be above zero");
    }

    /** The smallest deposit. */
    public Usdc least() {
        return Usdc.parse(minimum);
    }

    private static void require(boolean holds, String demand) {
        if (!holds) {
            throw new IllegalArgumentException("megatron.deposits." + demand);
        }
    }
}
