package io.megatron.core.identity;

import io.megatron.core.ledger.SensitiveAction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What about identity takes two administrators. */
@Configuration(proxyBeanMethods = false)
class SensitiveIdentityActions {

    @Bean
    SensitiveAction registerBackend(RegisteringBackends registering) {
        return new SensitiveAction("RegisterBackend", registering::registration);
    }
}
