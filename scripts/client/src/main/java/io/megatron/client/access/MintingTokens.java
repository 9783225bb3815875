package io.megatron.client.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.megatron.options.v1.Role;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes tokens that a development server believes. A signature takes a millisecond of a processor,
 * so whoever needs a token often keeps it.
 */
public final class MintingTokens {
    private final JWSHeader header;
    private final RSASSASigner signer;
    private final String issuer;
    private final String audience;

    MintingTokens(RSAPrivateCrtKey key, String issuer, String audience) {
        this.header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(thumbprint(key)).build();
        this.signer = new RSASSASigner(key);
        this.issuer = issuer;
        this.audience = audience;
    }

    /**
     * With the key of an installation.
     *
     * @param environment where the server's settings of issuer and audience are repeated, if it has
     *     other than the defaults
     */
    public static MintingTokens of(Path dataFolder, Map<String, String> environment) {
        return new MintingTokens(
                DevelopmentKey.read(dataFolder),
                environment.getOrDefault("MEGATRON_JWT_ISSUER", "megatron-development"),
                environment.getOrDefault("MEGATRON_JWT_AUDIENCE", "megatron"));
    }

    /** What the server knows the key by, should it have others beside it. */
    private static String thumbprint(RSAPrivateCrtKey key) {
        try {
            return new RSAKey.Builder(
                            Base64URL.encode(key.getModulus()),
                            Base64URL.encode(key.getPublicExponent()))
                    .build()
                    .computeThumbprint()
                    .toString();
        } catch (JOSEException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    public String mint(UUID user, Collection<Role> roles, Duration ttl) {
        Instant now = Instant.now();
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience(audience)
                        .subject(user.toString())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(ttl)))
                        .claim("roles", roles.stream().map(Roles::name).toList())
                        .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException broken) {
            throw new IllegalStateException("the development key cannot sign", broken);
        }
        return token.serialize();
    }

    public String mint(UUID user, Role role, Duration ttl) {
        return mint(user, List.of(role), ttl);
    }
}
