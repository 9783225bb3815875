package io.megatron.core;

import io.megatron.core.ledger.BusinessClock;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * The exchange without its outside: import it, and give it a {@link
 * io.megatron.core.ledger.DatabaseAddress} and a meter registry.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan
public class ExchangeCore {

    /** The node's own clock; everything but {@link BusinessClock} asks that one for the time. */
    @Bean
    @ConditionalOnMissingBean(name = BusinessClock.REAL_TIME)
    InstantSource realTime() {
        return InstantSource.system();
    }

    @Bean
    @ConditionalOnMissingBean
    RandomGenerator random() {
        return new SecureRandom();
    }
}
