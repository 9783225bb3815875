package io.megatron.core.trading;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When trading of an asset is halted.
 *
 * @param moveBps a move of the marginal price beyond so many basis points halts it; 0 switches the
 *     breaker off
 * @param window the move that counts happened within this time
 * @param halt for how long it is halted
 */
@ConfigurationProperties("megatron.breaker")
public record BreakerSettings(
        @DefaultValue("0") int moveBps,
        @DefaultValue("5m") Duration window,
        @DefaultValue("5m") Duration halt) {

    public BreakerSettings {
        if (moveBps < 0 || !window.isPositive() || !halt.isPositive()) {
            throw new IllegalArgumentException(
                    "megatron.breaker.move-bps must not be negative, window and halt have to be"
                            + " above zero");
        }
    }

    boolean isOn() {
        return moveBps > 0;
    }
}
