package io.megatron.core.custody.chain;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How nodes of the chain are asked.
 *
 * @param callTimeout after which a node has not answered
 * @param maxHeadAge how old the newest block that a node shows may be before it is an alert
 */
@ConfigurationProperties("megatron.chain")
public record ChainSettings(
        @DefaultValue("10s") Duration callTimeout, @DefaultValue("5m") Duration maxHeadAge) {
    public ChainSettings {
        if (!callTimeout.isPositive()) {
            throw new IllegalArgumentException("megatron.chain.call-timeout has to be above zero");
        }
        if (!maxHeadAge.isPositive()) {
            throw new IllegalArgumentException("megatron.chain.max-head-age has to be above zero");
        }
    }
}
