package io.megatron.core.ledger;

import io.megatron.curve.money.Usdc;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What takes a second administrator.
 *
 * @param adjustmentAbove USDC: an adjustment of more than this
 * @param withdrawalAbove USDC: the approval of a withdrawal of more than this
 * @param within how long it waits for one
 */
@ConfigurationProperties("megatron.second-administrator")
public record SecondAdministratorSettings(
        @DefaultValue("1000") String adjustmentAbove,
        @DefaultValue("2500") String withdrawalAbove,
        @DefaultValue("24h") Duration within) {
    public SecondAdministratorSettings {
        require(!Usdc.parse(adjustmentAbove).isNegative(), "adjustment-above is below zero");
        require(!Usdc.parse(withdrawalAbove).isNegative(), "withdrawal-above is below zero");
        require(within.isPositive(), "within has to be above zero");
    }

    /** Whether an adjustment of so much takes two. */
    public boolean isForAdjustment(Usdc amount) {
        return amount.compareTo(Usdc.parse(adjustmentAbove)) > 0;
    }

    /** Whether to approve a withdrawal of so much takes two. */
    public boolean isForWithdrawal(Usdc amount) {
        return amount.compareTo(Usdc.parse(withdrawalAbove)) > 0;
    }

    private static void require(boolean holds, String demand) {
        if (!holds) {
            throw new IllegalArgumentException("megatron.second-administrator." + demand);
        }
    }
}
