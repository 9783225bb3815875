package io.megatron.core.custody;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Reads the settings of deposits and withdrawals. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DepositSettings.class, WithdrawalSettings.class})
class CustodyCoreConfiguration {}
