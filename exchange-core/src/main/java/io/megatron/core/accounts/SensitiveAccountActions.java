package io.megatron.core.accounts;

import io.megatron.core.ledger.SensitiveAction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What about accounts can take two administrators. */
@Configuration(proxyBeanMethods = false)
class SensitiveAccountActions {

    @Bean
    SensitiveAction grantRole(GrantingRoles granting) {
        return new SensitiveAction("GrantRole", call -> granting.command(call, true));
    }

    @Bean
    SensitiveAction revokeRole(GrantingRoles granting) {
        return new SensitiveAction("RevokeRole", call -> granting.command(call, false));
    }

    @Bean
    SensitiveAction postAdjustment(CreditingAccounts crediting) {
        return new SensitiveAction("PostAdjustment", crediting::adjustment);
    }
}
