package io.megatron.core.assets;

import io.megatron.curve.funding.VestingSchedule;
import io.megatron.curve.funding.WithdrawalLimits;
import io.megatron.curve.money.Usdc;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How assets are funded. The first five are stored with each asset or contribution, so a change
 * reaches only what comes after it; the limits of withdrawals hold for all pools at once.
 *
 * @param softCap the principal that activates an asset
 * @param hardCap the most principal a pool takes
 * @param period how long an asset may collect before it is cancelled
 * @param vesting when contributions may be withdrawn: days and basis points
 * @param requestPeriod how long a request for an asset waits for an answer
 * @param minContribution the least contribution, unless less still fits
 * @param minFirstContribution the least first contribution of a request for an asset
 * @param maxOpenLots how many contributions of one LP a pool keeps apart; each withdrawal looks at
 *     all of them
 * @param minWithdrawal the least withdrawal, unless less is available
 * @param instantBps the share of what an LP has vested that is paid at once in 24 hours
 * @param poolLimitBps the share of a pool that may leave in 24 hours
 * @param poolLimitMinimum what may leave a pool in 24 hours however small it is
 */
@ConfigurationProperties("megatron.funding")
public record FundingSettings(
        @DefaultValue("2500") Usdc softCap,
        @DefaultValue("25000") Usdc hardCap,
        @DefaultValue("7d") Duration period,
        @DefaultValue("7:2500,30:5000,90:7500,180:10000") VestingSchedule vesting,
        @DefaultValue("14d") Duration requestPeriod,
        @DefaultValue("1") Usdc minContribution,
        @DefaultValue("100") Usdc minFirstContribution,
        @DefaultValue("1000") int maxOpenLots,
        @DefaultValue("0.01") Usdc minWithdrawal,
        @DefaultValue("2500") int instantBps,
        @DefaultValue("1000") int poolLimitBps,
        @DefaultValue("1") Usdc poolLimitMinimum) {

    public FundingSettings {
        require(softCap.isPositive(), "soft-cap has to be above zero");
        require(hardCap.compareTo(softCap) >= 0, "hard-cap has to be soft-cap at the least");
        require(period.isPositive(), "period has to be above zero");
        require(requestPeriod.isPositive(), "request-period has to be above zero");
        require(minContribution.isPositive(), "min-contribution has to be above zero");
        require(
                minFirstContribution.compareTo(minContribution) >= 0
                        && minFirstContribution.compareTo(hardCap) <= 0,
                "min-first-contribution lies between min-contribution and hard-cap");
        require(maxOpenLots >= 1, "max-open-lots has to be positive");
        require(minWithdrawal.isPositive(), "min-withdrawal has to be above zero");
        new WithdrawalLimits(instantBps, poolLimitBps, poolLimitMinimum);
    }

    public WithdrawalLimits limits() {
        return new WithdrawalLimits(instantBps, poolLimitBps, poolLimitMinimum);
    }

    private static void require(boolean holds, String demand) {
        if (!holds) {
            throw new IllegalArgumentException("megatron.funding." + demand);
        }
    }
}
