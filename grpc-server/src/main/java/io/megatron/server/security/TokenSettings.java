package io.megatron.server.security;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which tokens are accepted.
 *
 * @param issuer the {@code iss} a token must carry
 * @param audience the {@code aud} a token must name
 * @param jwksUri where the issuer publishes its keys; not together with {@code publicKeyFile}
 * @param publicKeyFile the issuer's RSA key as PEM
 * @param privateKeyFile the installation's own RSA key as PEM (PKCS#8), where it issues tokens
 *     itself
 * @param keysFolder the same as a folder of keys: {@code signing.pem} signs, the tokens of every
 *     other one are taken; without any of the four, and on a loopback address only, a development
 *     key is made under the data folder
 * @param clockSkew how far the issuer's clock may be off
 * @param cacheSize how many verified tokens are remembered
 * @param cacheAge how long a verified token is believed at most, so that a key withdrawn by the
 *     issuer is noticed
 */
@ConfigurationProperties("megatron.jwt")
public record TokenSettings(
        String issuer,
        String audience,
        @Nullable URI jwksUri,
        @Nullable Path publicKeyFile,
        @Nullable Path privateKeyFile,
        @Nullable Path keysFolder,
        Duration clockSkew,
        int cacheSize,
        Duration cacheAge) {
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    public TokenSettings {
        require(!issuer.isBlank(), "MEGATRON_JWT_ISSUER is empty");
        require(!audience.isBlank(), "MEGATRON_JWT_AUDIENCE is empty");
        require(
                Stream.of(jwksUri, publicKeyFile, privateKeyFile, keysFolder)
                                .filter(Objects::nonNull)
                                .count()
                        <= 1,
                "set one of MEGATRON_JWT_JWKS_URI, MEGATRON_JWT_PUBLIC_KEY_FILE,"
                        + " MEGATRON_JWT_PRIVATE_KEY_FILE and MEGATRON_JWT_KEYS_FOLDER");
        require(
                !clockSkew.isNegative() && clockSkew.compareTo(MAX_SKEW) <= 0,
                "MEGATRON_JWT_CLOCK_SKEW is not between 0 and 5 minutes");
        require(cacheSize > 0, "MEGATRON_JWT_CACHE_SIZE is not above zero");
        require(cacheAge.isPositive(), "MEGATRON_JWT_CACHE_AGE is not above zero");
    }

    /** Whether tokens come from another issuer, and are only checked here. */
    boolean namesAnotherIssuer() {
        return jwksUri != null || publicKeyFile != null;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
