package io.megatron.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.identity.CheckingAssertions;
import io.megatron.mapper.ids.BackendId;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks a JWT that a backend signed about itself (RFC 7523, section 3): {@code iss} and {@code
 * sub} are its id, {@code aud} is this installation's issuer and nobody else, it is over within
 * five minutes, and {@code jti} tells it from others. The algorithm follows from the registered
 * key, not from the JWT, so that no key is taken for a key of another kind.
 */
final class CheckingSignedAssertions implements CheckingAssertions {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int LONGEST_ID = 200;
    private static final Set<JWSAlgorithm> FOR_RSA = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256);
    private static final Set<JWSAlgorithm> FOR_EC = Set.of(JWSAlgorithm.ES256);

    private final TokenSettings settings;
    private final InstantSource realTime;
    private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();

    CheckingSignedAssertions(TokenSettings settings, InstantSource realTime) {
        this.settings = settings;
        this.realTime = realTime;
    }

    @Override
    public Outcome<Assertion> check(
            String assertion, Function<BackendId, Optional<String>> publicKeys) {
        try {
            SignedJWT signed = SignedJWT.parse(assertion);
            JWTClaimsSet claims = signed.getJWTClaimsSet();
            Optional<BackendId> backend = TokenRules.uuid(claims.getIssuer()).map(BackendId::of);
            Optional<String> key = backend.flatMap(publicKeys);
            if (key.isEmpty() || !isSignedBy(key.get(), signed)) {
                return refused("is not signed by a registered backend that it names as iss");
            }
            return fault(claims)
                    .<Outcome<Assertion>>map(CheckingSignedAssertions::refused)
                    .orElseGet(
                            () ->
                                    Outcome.accepted(
                                            new Assertion(backend.get(), claims.getJWTID())));
        } catch (ParseException | IllegalArgumentException unreadable) {
            return refused("is no JWT");
        }
    }

    private boolean isSignedBy(String pem, SignedJWT signed) {
        try {
            PublicKey key = BackendKeys.ofPem(pem);
            Set<JWSAlgorithm> algorithms = key instanceof RSAPublicKey ? FOR_RSA : FOR_EC;
            if (!algorithms.contains(signed.getHeader().getAlgorithm())) {
                return false;
            }
            JWSVerifier verifier = verifiers.createJWSVerifier(signed.getHeader(), key);
            return signed.verify(verifier);
        } catch (JOSEException | GeneralSecurityException unfit) {
            return false;
        }
    }

    /** What is wrong with it, in words that complete "the assertion ...". */
    private Optional<String> fault(JWTClaimsSet claims) {
        Instant now = realTime.instant();
        Duration skew = settings.clockSkew();
        Date expiry = claims.getExpirationTime();
        String id = claims.getJWTID();
        if (!claims.getIssuer().equals(claims.getSubject())) {
            return Optional.of("names another sub than iss");
        }
        if (!List.of(settings.issuer()).equals(claims.getAudience())) {
            return Optional.of("is for another aud than " + settings.issuer() + " alone");
        }
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            return Optional.of("has no jti of 1 to " + LONGEST_ID + " characters");
        }
        if (expiry == null || expiry.toInstant().isAfter(now.plus(LONGEST).plus(skew))) {
            return Optional.of("has no exp within the next 5 minutes");
        }
        if (!now.isBefore(expiry.toInstant().plus(skew))) {
            return Optional.of("has expired");
        }
        return isLater(claims.getNotBeforeTime(), now.plus(skew))
                        || isLater(claims.getIssueTime(), now.plus(skew))
                ? Optional.of("is of the future")
                : Optional.empty();
    }

    private static boolean isLater(@Nullable Date time, Instant than) {
        return time != null && time.toInstant().isAfter(than);
    }

    private static <T> Outcome<T> refused(String why) {
        return Outcome.refused(Rejection.ASSERTION_REFUSED, "The assertion " + why + ".");
    }
}
