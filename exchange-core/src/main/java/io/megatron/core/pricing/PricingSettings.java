package io.megatron.core.pricing;

import io.megatron.curve.money.Usdc;
import io.megatron.curve.pricing.PriceBlend;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How prices for display are made.
 *
 * @param minWeightBps the market's weight where nothing is traded, in basis points
 * @param maxWeightBps what its weight comes near to with much trading, in basis points
 * @param halfwayVolume the volume in USDC at which it is halfway between the two
 * @param window how far back volume counts
 * @param tickRetention for how long ticks are kept; seven days at the least
 */
@ConfigurationProperties("megatron.pricing")
public record PricingSettings(
        @DefaultValue("2000") int minWeightBps,
        @DefaultValue("9500") int maxWeightBps,
        @DefaultValue("1000") Usdc halfwayVolume,
        @DefaultValue("5m") Duration window,
        @DefaultValue("90d") Duration tickRetention) {
    private static final Duration LEAST_RETENTION = Duration.ofDays(7);

    public PricingSettings {
        if (!window.isPositive()) {
            throw new IllegalArgumentException("megatron.pricing.window has to be above zero");
        }
        if (tickRetention.compareTo(LEAST_RETENTION) < 0) {
            throw new IllegalArgumentException(
                    "megatron.pricing.tick-retention has to be 7d at the least");
        }
        // The blend checks its own figures.
        new PriceBlend(minWeightBps, maxWeightBps, halfwayVolume);
    }

    /** The rule that these figures make. */
    public PriceBlend blend() {
        return new PriceBlend(minWeightBps, maxWeightBps, halfwayVolume);
    }
}
