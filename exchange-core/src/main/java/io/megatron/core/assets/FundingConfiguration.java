package io.megatron.core.assets;

import io.megatron.curve.funding.VestingSchedule;
import io.megatron.curve.money.Usdc;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;

/** Reads the settings of fundings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FundingSettings.class)
class FundingConfiguration {

    /** Classes, not lambdas: the conversion service looks at their type parameters. */
    static final class UsdcOfText implements Converter<String, Usdc> {
        @Override
        public Usdc convert(String text) {
            return Usdc.parse(text);
        }
    }

    static final class VestingOfText implements Converter<String, VestingSchedule> {
        @Override
        public VestingSchedule convert(String text) {
            return VestingSchedule.parse(text);
        }
    }

    @Bean
    @ConfigurationPropertiesBinding
    static UsdcOfText usdcOfText() {
        return new UsdcOfText();
    }

    @Bean
    @ConfigurationPropertiesBinding
    static VestingOfText vestingOfText() {
        return new VestingOfText();
    }
}
