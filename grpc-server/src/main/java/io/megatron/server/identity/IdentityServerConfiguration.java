package io.megatron.server.identity;

import io.megatron.core.accounts.ReadingRoles;
import io.megatron.core.identity.CheckingGoogle;
import io.megatron.core.identity.IssuingTokens;
import io.megatron.core.identity.KeepingSessions;
import io.megatron.core.identity.Mailing;
import io.megatron.core.identity.ReadingBackends;
import io.megatron.mapper.accounts.GrantedRole;
import io.megatron.server.runtime.InstallationSettings;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.NodeSettings;
import io.megatron.server.runtime.RunsAs;
import io.megatron.server.security.ListingEndedSessions;
import io.megatron.server.security.ListingGrantedRoles;
import io.megatron.server.security.TokenSettings;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What identity needs of the world outside. */
@Configuration(proxyBeanMethods = false)
@RunsAs(NodeRole.API)
@EnableConfigurationProperties({MailSettings.class, GoogleSettings.class})
class IdentityServerConfiguration {

    /**
     * Nothing where tokens come from another issuer, or in production without a mail server: then
     * nobody can sign up here.
     */
    @Bean
    @Nullable Mailing mailing(
            MailSettings mail,
            InstallationSettings installation,
            NodeSettings node,
            ObjectProvider<IssuingTokens> issuing) {
        if (issuing.getIfAvailable() == null) {
            return null;
        }
        if (mail.host() != null) {
            return new MailServer(mail);
        }
        return installation.kind().equals("development") ? new MailFolder(node.dataFolder()) : null;
    }

    /** Nothing where Google knows of no client of ours: then nobody signs in so. */
    @Bean
    @Nullable CheckingGoogle checkingGoogle(GoogleSettings google, TokenSettings tokens) {
        String clientId = google.clientId();
        return clientId == null || clientId.isBlank()
                ? null
                : new CheckingIdTokens(google, tokens.clockSkew(), InstantSource.system());
    }

    @Bean
    ListingGrantedRoles listingGrantedRoles(ReadingRoles roles) {
        return () ->
                roles.all().entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey,
                                        held ->
                                                held.getValue().stream()
                                                        .map(GrantedRole::word)
                                                        .collect(Collectors.toSet())));
    }

    @Bean
    ListingEndedSessions listingEndedSessions(KeepingSessions sessions, ReadingBackends backends) {
        return () -> new ListingEndedSessions.Ended(sessions.ended(), backends.revoked());
    }
}
