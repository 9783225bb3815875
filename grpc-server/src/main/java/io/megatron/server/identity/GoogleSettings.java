package io.megatron.server.identity;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How people sign in with Google.
 *
 * @param clientId what Google calls our front end, the {@code aud} of its ID tokens; without it
 *     nobody signs in so
 * @param jwksUri where Google publishes its keys
 * @param issuers the {@code iss} that its tokens may carry
 * @param timeout how long it is waited for the keys, for the connection and for each piece
 */
@ConfigurationProperties("megatron.google")
record GoogleSettings(
        @Nullable String clientId, URI jwksUri, Set<String> issuers, Duration timeout) {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    GoogleSettings {
        require(
                "https".equals(jwksUri.getScheme())
                        || ("http".equals(jwksUri.getScheme())
                                && "127.0.0.1".equals(jwksUri.getHost())),
                "MEGATRON_GOOGLE_JWKS_URI is neither https nor http on 127.0.0.1");
        require(!issuers.isEmpty(), "MEGATRON_GOOGLE_ISSUERS is empty");
        require(
                timeout.isPositive() && timeout.compareTo(LONGEST) <= 0,
                "MEGATRON_GOOGLE_TIMEOUT is not between 0 and 30 seconds");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
