package io.megatron.server.identity;

import io.megatron.core.identity.KeepingSessions;
import io.megatron.core.identity.Mailing;
import io.megatron.server.runtime.InstallationSettings;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.NodeSettings;
import io.megatron.server.runtime.RunsAs;
import io.megatron.server.security.ListingEndedSessions;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What identity needs of the world outside. */
@Configuration(proxyBeanMethods = false)
@RunsAs(NodeRole.API)
class IdentityServerConfiguration {

    /** Nothing in production: then nobody can sign up here. */
    @Bean
    @Nullable Mailing mailing(InstallationSettings installation, NodeSettings node) {
        return installation.kind().equals("development") ? new MailFolder(node.dataFolder()) : null;
    }

    @Bean
    ListingEndedSessions listingEndedSessions(KeepingSessions sessions) {
        return sessions::ended;
    }
}
