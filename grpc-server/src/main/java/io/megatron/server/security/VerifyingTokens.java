package io.megatron.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.megatron.server.errors.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Tells whose token it is. A signature costs as much as the rest of a call, so verified tokens are
 * remembered by their hash for as long as they are valid; their time is looked at on every call,
 * and real time at that, however far a development installation has moved its business clock.
 */
final class VerifyingTokens {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyingTokens.class);

    private final JwtDecoder signatures;
    private final TokenRules rules;
    private final InstantSource realTime;
    private final Cache<String, TokenRules.Valid> verified;

    /**
     * @param signatures checks the signature and nothing else
     */
    VerifyingTokens(JwtDecoder signatures, TokenSettings settings, InstantSource realTime) {
        this.signatures = signatures;
        this.rules = new TokenRules(settings);
        this.realTime = realTime;
        this.verified =
                Caffeine.newBuilder()
                        .maximumSize(settings.cacheSize())
                        .expireAfter(
                                Expiry.<String, TokenRules.Valid>creating(
                                        (hash, token) -> lifetime(token, settings.cacheAge())))
                        .build();
    }

    TokenRules.Verdict verify(BearerHeader.Token token) {
        String hash = hash(token.value());
        TokenRules.Valid known = verified.getIfPresent(hash);
        if (known != null) {
            return rules.checkTime(known, realTime.instant());
        }
        TokenRules.Verdict verdict = verifyAnew(token);
        if (verdict instanceof TokenRules.Valid valid) {
            verified.put(hash, valid);
        }
        return verdict;
    }

    private TokenRules.Verdict verifyAnew(BearerHeader.Token token) {
        try {
            return rules.check(signatures.decode(token.value()), realTime.instant());
        } catch (BadJwtException forged) {
            return new TokenRules.Invalid(
                    Reason.TOKEN_INVALID, "The token is no JWT, or not signed by a key we trust.");
        } catch (JwtException noKeys) {
            LOG.warn("the keys that tokens are checked with cannot be had", noKeys);
            return new TokenRules.Invalid(
                    Reason.KEYS_UNAVAILABLE, "Tokens cannot be checked at the moment.");
        } catch (RuntimeException weird) {
            // A parser that stumbles over a hostile token must not make it our fault; its message
            // may quote the token, so only its kind is logged.
            LOG.info("a token made the parser fail with {}", weird.getClass().getName());
            return new TokenRules.Invalid(Reason.TOKEN_INVALID, "The token cannot be read.");
        }
    }

    private Duration lifetime(TokenRules.Valid token, Duration atMost) {
        Duration left = Duration.between(realTime.instant(), token.expiresAt());
        return left.compareTo(atMost) < 0 ? left : atMost;
    }

    private static String hash(String token) {
        try {
            byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
