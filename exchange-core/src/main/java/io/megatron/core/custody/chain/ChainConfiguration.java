package io.megatron.core.custody.chain;

import io.megatron.core.custody.chain.internal.Web3jChainClient;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Asks the chain, where there is one: without a {@link ChainAddress} there is no client. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChainSettings.class)
class ChainConfiguration {

    @Bean
    @Nullable ChainClient chainClient(ObjectProvider<ChainAddress> chain, ChainSettings settings) {
        ChainAddress address = chain.getIfAvailable();
        return address == null
                ? null
                : new Web3jChainClient(address.nodes(), settings.callTimeout());
    }
}
