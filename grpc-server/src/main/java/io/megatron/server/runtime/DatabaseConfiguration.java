package io.megatron.server.runtime;

import io.megatron.core.events.RedisAddress;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.core.operations.PreparingDatabase;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Where the database is: the configured one, or an embedded one; migrated and found fit. And where
 * Redis is, if anywhere.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({InstallationSettings.class, NodeSettings.class})
public class DatabaseConfiguration {

    @Bean
    RedisAddress redisAddress(InstallationSettings settings, EmbeddedServices embedded) {
        return new RedisAddress(Optional.ofNullable(settings.redisUrl()).or(embedded::redisUrl));
    }

    @Bean
    DatabaseAddress databaseAddress(InstallationSettings settings, EmbeddedServices embedded) {
        Optional<String> owner =
                Optional.ofNullable(settings.postgresOwnerUrl()).or(embedded::ownerUrl);
        String application =
                Optional.ofNullable(settings.postgresUrl())
                        .or(embedded::applicationUrl)
                        .orElseThrow();
        return PreparingDatabase.prepare(
                new PreparingDatabase.Plan(owner, application, settings.kind(), settings.feeBps()));
    }
}
