package io.megatron.core.custody;

import io.megatron.curve.money.Usdc;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be withdrawn, and how it is paid.
 *
 * @param minimum USDC: the least that may be asked for
 * @param userDailyLimit USDC: what a user may ask for in 24 hours
 * @param platformDailyLimit USDC: what all users and the treasury together may ask for in 24 hours
 * @param approvalAbove USDC: more than this at once has to be approved
 * @param sweepMinimum USDC: a deposit address with less is left as it is
 * @param validity for how long after its signing the token takes an authorization
 * @param minGasBalance of the chain's own currency (10^18 wei): a submitter with less signs nothing
 * @param maxInFlight how many transactions of a submitter may be on their way at once
 * @param replaceAfter after which a transaction that pays too little for gas is replaced
 * @param maxFeePerGas 10^9 wei: what is paid for a unit of gas at the most
 * @param maxBlocks for how many blocks a node is asked at once, where it does not refuse
 * @param tokenName the token's name in what is signed (EIP-712)
 * @param tokenVersion the token's version in what is signed (EIP-712)
 */
@ConfigurationProperties("megatron.withdrawals")
public record WithdrawalSettings(
        @DefaultValue("1") String minimum,
        @DefaultValue("5000") String userDailyLimit,
        @DefaultValue("100000") String platformDailyLimit,
        @DefaultValue("1000") String approvalAbove,
        @DefaultValue("10") String sweepMinimum,
        @DefaultValue("24h") Duration validity,
        @DefaultValue("0.001") BigDecimal minGasBalance,
        @DefaultValue("256") int maxInFlight,
        @DefaultValue("2m") Duration replaceAfter,
        @DefaultValue("50") BigDecimal maxFeePerGas,
        @DefaultValue("2000") int maxBlocks,
        @DefaultValue("USD Coin") String tokenName,
        @DefaultValue("2") String tokenVersion) {
    private static final int WEI = 18;
    private static final int GWEI = 9;
    private static final Duration SHORTEST = Duration.ofMinutes(10);

    public WithdrawalSettings {
        require(Usdc.parse(minimum).isPositive(), "minimum has to be above zero");
        require(!Usdc.parse(userDailyLimit).isNegative(), "user-daily-limit is below zero");
        require(!Usdc.parse(platformDailyLimit).isNegative(), "platform-daily-limit is below zero");
        require(!Usdc.parse(approvalAbove).isNegative(), "approval-above is below zero");
        require(Usdc.parse(sweepMinimum).isPositive(), "sweep-minimum has to be above zero");
        require(validity.compareTo(SHORTEST) >= 0, "validity is shorter than ten minutes");
        require(minGasBalance.signum() >= 0, "min-gas-balance is below zero");
        require(maxInFlight >= 1, "max-in-flight has to be above zero");
        require(!replaceAfter.isNegative(), "replace-after is below zero");
        require(maxFeePerGas.signum() > 0, "max-fee-per-gas has to be above zero");
        require(maxBlocks >= 1, "max-blocks has to be above zero");
    }

    /** The smallest withdrawal. */
    public Usdc least() {
        return Usdc.parse(minimum);
    }

    public Usdc userLimit() {
        return Usdc.parse(userDailyLimit);
    }

    public Usdc platformLimit() {
        return Usdc.parse(platformDailyLimit);
    }

    public Usdc approvalThreshold() {
        return Usdc.parse(approvalAbove);
    }

    /** The least that is swept. */
    public Usdc leastSweep() {
        return Usdc.parse(sweepMinimum);
    }

    /** Wei. */
    public BigInteger leastGasBalance() {
        return minGasBalance.movePointRight(WEI).toBigInteger();
    }

    /** Wei per gas. */
    public BigInteger highestFee() {
        return maxFeePerGas.movePointRight(GWEI).toBigInteger();
    }

    private static void require(boolean holds, String demand) {
        if (!holds) {
            throw new IllegalArgumentException("megatron.withdrawals." + demand);
        }
    }
}
