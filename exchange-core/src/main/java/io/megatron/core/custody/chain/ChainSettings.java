package io.megatron.core.custody.chain;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How nodes of the chain are asked.
 *
 * @param callTimeout after which a node has not answered
 */
@ConfigurationProperties("megatron.chain")
public record ChainSettings(@DefaultValue("10s") Duration callTimeout) {
    public ChainSettings {
        if (!callTimeout.isPositive()) {
            throw new IllegalArgumentException("megatron.chain.call-timeout has to be above zero");
        }
    }
}
