package io.megatron.core.pricing;

import io.megatron.core.Secret;
import io.megatron.curve.money.Ratio;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;

/** Reads the settings of prices, candles and signals. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    PricingSettings.class,
    CandleSettings.class,
    SignalSettings.class,
    ResearchSettings.class
})
class PricingConfiguration {

    /** A class, not a lambda: the conversion service looks at its type parameters. */
    static final class RatioOfText implements Converter<String, Ratio> {
        @Override
        public Ratio convert(String text) {
            return Ratio.parse(text);
        }
    }

    static final class SecretOfText implements Converter<String, Secret> {
        @Override
        public Secret convert(String text) {
            return Secret.of(text);
        }
    }

    @Bean
    @ConfigurationPropertiesBinding
    static SecretOfText secretOfText() {
        return new SecretOfText();
    }

    @Bean
    @ConfigurationPropertiesBinding
    static RatioOfText ratioOfText() {
        return new RatioOfText();
    }
}
