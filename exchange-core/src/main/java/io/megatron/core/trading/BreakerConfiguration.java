package io.megatron.core.trading;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads the settings of the circuit breaker. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BreakerSettings.class)
class BreakerConfiguration {}
