package io.megatron.core.pricing.internal;

import io.megatron.core.pricing.PricingSettings;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads the settings of prices. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PricingSettings.class)
class PricingConfiguration {}
