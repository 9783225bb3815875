package io.megatron.core.pricing;

import io.megatron.curve.money.Ratio;
import io.megatron.curve.pricing.FundamentalLimit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How signals move a fundamental price. Each signal keeps the {@code beta} and the {@code
 * dailyLimit} it was taken under, so a change reaches only what comes after it.
 *
 * @param beta how much of what a signal claims is believed
 * @param maxDelta the largest change that one signal may claim, up or down
 * @param minConfidence how sure the sender of a signal has to be
 * @param dailyLimit how far a fundamental price may move in 24 hours, up or down
 */
@ConfigurationProperties("megatron.signals")
public record SignalSettings(
        @DefaultValue("0.2") Ratio beta,
        @DefaultValue("0.3") Ratio maxDelta,
        @DefaultValue("0.4") Ratio minConfidence,
        @DefaultValue("0.3") Ratio dailyLimit) {

    public SignalSettings {
        require(beta.isPositive(), "beta lies above 0 and up to 1");
        require(maxDelta.isPositive(), "max-delta lies above 0 and up to 1");
        require(!minConfidence.isNegative(), "min-confidence lies between 0 and 1");
        require(dailyLimit.isPositive(), "daily-limit lies above 0 and up to 1");
    }

    public FundamentalLimit limit() {
        return new FundamentalLimit(dailyLimit);
    }

    private static void require(boolean holds, String demand) {
        if (!holds) {
            throw new IllegalArgumentException("megatron.signals." + demand);
        }
    }
}
