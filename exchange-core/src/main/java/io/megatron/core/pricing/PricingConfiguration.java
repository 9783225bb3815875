package io.megatron.core.pricing;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads the settings of prices and candles. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({CandleSettings.class, PricingSettings.class})
class PricingConfiguration {}
