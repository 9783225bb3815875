package io.megatron.server.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import io.grpc.Metadata;
import io.megatron.server.errors.Reason;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Tells whose token it is. A signature costs as much as the rest of a call, so verified tokens are
 * remembered by their hash for a while; their time is looked at on every call, and real time at
 * that, however far a development installation has moved its business clock.
 */
final class VerifyingTokens implements RememberedTokens {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyingTokens.class);

    private final JwtDecoder signatures;
    private final TokenRules rules;
    private final InstantSource realTime;
    private final Supplier<?> trusted;
    private final Cache<HashCode, Verified> verified;

    /** A token's content, and the keys that were trusted when it was found good. */
    private record Verified(TokenRules.Valid token, Object by) {}

    /**
     * @param signatures checks the signature and nothing else
     * @param trusted the keys that it is checked with: another object once they are others, after
     *     which nothing that was checked before counts
     */
    VerifyingTokens(
            JwtDecoder signatures,
            Supplier<?> trusted,
            TokenSettings settings,
            InstantSource realTime) {
        this.signatures = signatures;
        this.trusted = trusted;
        this.rules = new TokenRules(settings);
        this.realTime = realTime;
        this.verified =
                Caffeine.newBuilder()
                        .maximumSize(settings.cacheSize())
                        .expireAfterWrite(settings.cacheAge())
                        .build();
    }

    @Override
    public boolean containThatOf(Metadata headers) {
        return BearerHeader.read(headers) instanceof BearerHeader.Token(String value)
                && remembered(hash(value), trusted.get()) != null;
    }

    private @Nullable Verified remembered(HashCode hash, Object keys) {
        Verified known = verified.getIfPresent(hash);
        return known != null && known.by() == keys ? known : null;
    }

    TokenRules.Verdict verify(BearerHeader.Token token) {
        HashCode hash = hash(token.value());
        Object keys = trusted.get();
        Verified known = remembered(hash, keys);
        if (known != null) {
            return rules.checkTime(known.token(), realTime.instant());
        }
        TokenRules.Verdict verdict = verifyAnew(token);
        if (verdict instanceof TokenRules.Valid valid) {
            verified.put(hash, new Verified(valid, keys));
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

    private static HashCode hash(String token) {
        return Hashing.sha256().hashString(token, StandardCharsets.US_ASCII);
    }
}
