package io.megatron.server.runtime;

import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.core.operations.PreparingDatabase;
import io.megatron.devservices.DevPostgres;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the database is: the configured one, or an embedded one; migrated and found fit. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InstallationSettings.class)
public class DatabaseConfiguration {

    @Bean
    EmbeddedServices embeddedServices(InstallationSettings settings, NodeSettings node) {
        return EmbeddedServices.startMissing(settings, node.dataFolder());
    }

    @Bean
    DatabaseAddress databaseAddress(InstallationSettings settings, EmbeddedServices embedded) {
        Optional<String> owner =
                Optional.ofNullable(settings.postgresOwnerUrl())
                        .or(() -> embedded.postgres().map(DevPostgres::ownerUrl));
        String application =
                Optional.ofNullable(settings.postgresUrl())
                        .or(() -> embedded.postgres().map(DevPostgres::appUrl))
                        .orElseThrow();
        return PreparingDatabase.prepare(
                new PreparingDatabase.Plan(owner, application, settings.kind(), settings.feeBps()));
    }
}
