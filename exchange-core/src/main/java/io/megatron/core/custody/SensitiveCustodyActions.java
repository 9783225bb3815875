package io.megatron.core.custody;

import io.megatron.core.ledger.SensitiveAction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What about custody can take two administrators. */
@Configuration(proxyBeanMethods = false)
class SensitiveCustodyActions {

    @Bean
    SensitiveAction approveWithdrawal(RequestingWithdrawals requesting) {
        return new SensitiveAction("ApproveWithdrawal", requesting::approval);
    }
}
