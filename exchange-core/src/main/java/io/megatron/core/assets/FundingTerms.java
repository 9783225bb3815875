package io.megatron.core.assets;

import io.megatron.curve.money.Usdc;
import java.time.Duration;
import java.util.Optional;

/**
 * What is special about an asset's funding; the rest is as {@link FundingSettings} has it when the
 * asset is opened. Both are stored with the asset, for life.
 *
 * @param caps what activates the asset, and the most that its pool takes
 * @param period how long it may collect before it is cancelled
 */
public record FundingTerms(Optional<Caps> caps, Optional<Duration> period) {
    /** Nothing special. */
    public static final FundingTerms USUAL = new FundingTerms(Optional.empty(), Optional.empty());

    /**
     * The two caps of a pool.
     *
     * @throws IllegalArgumentException unless the soft cap is above zero and no more than the hard
     *     cap
     */
    public record Caps(Usdc soft, Usdc hard) {
        public Caps {
            if (!soft.isPositive() || soft.compareTo(hard) > 0) {
                throw new IllegalArgumentException("soft cap " + soft + ", hard cap " + hard);
            }
        }
    }

    Caps capsOr(FundingSettings settings) {
        return caps.orElseGet(() -> new Caps(settings.softCap(), settings.hardCap()));
    }

    Duration periodOr(FundingSettings settings) {
        return period.orElse(settings.period());
    }
}
