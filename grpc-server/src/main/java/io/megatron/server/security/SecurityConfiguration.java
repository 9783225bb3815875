package io.megatron.server.security;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.megatron.core.identity.IssuingTokens;
import io.megatron.server.runtime.InterceptorOrder;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.NodeSettings;
import io.megatron.server.runtime.RunsAs;
import io.megatron.server.runtime.UnfitSettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Puts the door together. */
@Configuration(proxyBeanMethods = false)
@RunsAs(NodeRole.API)
@EnableConfigurationProperties({TokenSettings.class, NodeSettings.class})
public class SecurityConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);

    @Bean
    @GlobalServerInterceptor
    @Order(InterceptorOrder.ADMITTING)
    ServerInterceptor admittingCalls(
            ObjectProvider<BindableService> services,
            VerifyingTokens tokens,
            EndedSessions sessions,
            StandingRoles standing,
            OpenStreams streams) {
        return new AdmittingCalls(
                AccessTable.of(services.stream().toList()), tokens, sessions, standing, streams);
    }

    @Bean
    OpenStreams openStreams() {
        return new OpenStreams();
    }

    @Bean
    EndedSessions endedSessions(ListingEndedSessions listing, OpenStreams streams) {
        return new EndedSessions(listing, streams);
    }

    @Bean
    StandingRoles standingRoles(
            ListingGrantedRoles listing,
            ObjectProvider<IssuingTokens> issuing,
            OpenStreams streams) {
        return new StandingRoles(listing, issuing.getIfAvailable() != null, streams);
    }

    /** Nothing where tokens are only checked: then they come from another issuer. */
    @Bean
    @Nullable IssuingTokens issuingTokens(
            TokenSettings settings, NodeSettings node, GrpcServerProperties grpc) {
        return ownKey(settings, node, grpc)
                .map(key -> new SigningTokens(key, settings))
                .orElse(null);
    }

    @Bean
    VerifyingTokens verifyingTokens(
            TokenSettings settings, NodeSettings node, GrpcServerProperties grpc) {
        NimbusJwtDecoder decoder = decoder(settings, node, grpc);
        // All claims are looked at in one place, TokenRules, which tells one failure from another.
        decoder.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        return new VerifyingTokens(decoder, settings, InstantSource.system());
    }

    private static NimbusJwtDecoder decoder(
            TokenSettings settings, NodeSettings node, GrpcServerProperties grpc) {
        URI jwksUri = settings.jwksUri();
        if (jwksUri != null) {
            return NimbusJwtDecoder.withJwkSetUri(jwksUri.toString())
                    .jwsAlgorithm(SignatureAlgorithm.RS256)
                    .build();
        }
        Path file = settings.publicKeyFile();
        RSAPublicKey key =
                file == null
                        ? Pem.publicKey(ownKey(settings, node, grpc).orElseThrow())
                        : Pem.readPublicKey(file);
        return NimbusJwtDecoder.withPublicKey(key)
                .signatureAlgorithm(SignatureAlgorithm.RS256)
                .build();
    }

    private static Optional<RSAPrivateCrtKey> ownKey(
            TokenSettings settings, NodeSettings node, GrpcServerProperties grpc) {
        Path file = settings.privateKeyFile();
        if (file != null) {
            return Optional.of(Pem.readPrivateKey(file));
        }
        return settings.namesNoKey() ? Optional.of(developmentKey(node, grpc)) : Optional.empty();
    }

    /** Whoever can read the data folder can sign tokens, which is fine at home and nowhere else. */
    private static RSAPrivateCrtKey developmentKey(NodeSettings node, GrpcServerProperties grpc) {
        if (grpc.getAddress() == null || !grpc.getAddress().isLoopbackAddress()) {
            throw new UnfitSettingsException(
                    "The server listens beyond this machine: set MEGATRON_JWT_JWKS_URI,"
                            + " MEGATRON_JWT_PUBLIC_KEY_FILE or MEGATRON_JWT_PRIVATE_KEY_FILE,"
                            + " development keys are not enough.");
        }
        DevelopmentKeys keys = new DevelopmentKeys(node.dataFolder());
        RSAPrivateCrtKey key = keys.privateKey();
        LOG.info("tokens are checked with the development key {}", keys.publicKeyFile());
        return key;
    }
}
