package io.megatron.server.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.megatron.core.identity.CheckingAssertions;
import io.megatron.core.identity.IssuingTokens;
import io.megatron.server.runtime.InterceptorOrder;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.NodeSettings;
import io.megatron.server.runtime.RunsAs;
import io.megatron.server.runtime.UnfitSettingsException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
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
    @Nullable ReloadingKeys reloadingKeys(
            TokenSettings settings, NodeSettings node, GrpcServerProperties grpc) {
        return settings.namesAnotherIssuer()
                ? null
                : new ReloadingKeys(ownKeys(settings, node, grpc));
    }

    @Bean
    @Nullable IssuingTokens issuingTokens(
            ObjectProvider<ReloadingKeys> keys, TokenSettings settings) {
        ReloadingKeys own = keys.getIfAvailable();
        return own == null ? null : new SigningTokens(own, settings);
    }

    @Bean
    CheckingAssertions checkingAssertions(TokenSettings settings) {
        return new CheckingSignedAssertions(settings, InstantSource.system());
    }

    @Bean
    VerifyingTokens verifyingTokens(ObjectProvider<ReloadingKeys> keys, TokenSettings settings) {
        ReloadingKeys own = keys.getIfAvailable();
        NimbusJwtDecoder decoder = own == null ? anothers(settings) : own(own);
        // All claims are looked at in one place, TokenRules, which tells one failure from another.
        decoder.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        return new VerifyingTokens(
                decoder,
                own == null ? () -> settings : own::current,
                settings,
                InstantSource.system());
    }

    private static NimbusJwtDecoder anothers(TokenSettings settings) {
        URI jwksUri = settings.jwksUri();
        if (jwksUri != null) {
            return NimbusJwtDecoder.withJwkSetUri(jwksUri.toString())
                    .jwsAlgorithm(SignatureAlgorithm.RS256)
                    .build();
        }
        return NimbusJwtDecoder.withPublicKey(
                        Pem.readPublicKey(Objects.requireNonNull(settings.publicKeyFile())))
                .signatureAlgorithm(SignatureAlgorithm.RS256)
                .build();
    }

    private static NimbusJwtDecoder own(ReloadingKeys keys) {
        DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
        signatures.setJWSKeySelector(
                (header, context) ->
                        JWSAlgorithm.RS256.equals(header.getAlgorithm())
                                ? keys.current().named(header.getKeyID()).stream().toList()
                                : List.of());
        signatures.setJWTClaimsSetVerifier((claims, context) -> {});
        return new NimbusJwtDecoder(signatures);
    }

    private static Supplier<KeyRing> ownKeys(
            TokenSettings settings, NodeSettings node, GrpcServerProperties grpc) {
        Path folder = settings.keysFolder();
        if (folder != null) {
            return new KeysFolder(folder, KeysFolder.SIGNING)::read;
        }
        Path file = settings.privateKeyFile();
        return file == null
                ? developmentKeys(node, grpc)::read
                : () -> KeyRing.of(Pem.readPrivateKey(file), List.of());
    }

    /** Whoever can read the data folder can sign tokens, which is fine at home and nowhere else. */
    private static KeysFolder developmentKeys(NodeSettings node, GrpcServerProperties grpc) {
        if (grpc.getAddress() == null || !grpc.getAddress().isLoopbackAddress()) {
            throw new UnfitSettingsException(
                    "The server listens beyond this machine: set MEGATRON_JWT_JWKS_URI,"
                            + " MEGATRON_JWT_PUBLIC_KEY_FILE, MEGATRON_JWT_PRIVATE_KEY_FILE or"
                            + " MEGATRON_JWT_KEYS_FOLDER, development keys are not enough.");
        }
        DevelopmentKeys keys = new DevelopmentKeys(node.dataFolder());
        keys.make();
        LOG.info("tokens are checked with the development key {}", keys.publicKeyFile());
        return keys.folder();
    }
}
