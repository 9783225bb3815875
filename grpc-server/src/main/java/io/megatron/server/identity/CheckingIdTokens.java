package io.megatron.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.identity.CheckingGoogle;
import io.megatron.core.identity.EmailAddress;
import io.megatron.core.identity.KeysUnavailableException;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks Google's ID tokens (OpenID Connect Core, 3.1.3.7) with the keys that Google publishes.
 * They are kept for a quarter of an hour, and for an hour more where Google cannot be reached;
 * whoever sends tokens with keys that nobody knows makes us ask twice in half a minute at the most.
 */
final class CheckingIdTokens implements CheckingGoogle {
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final Duration KEPT_IN_AN_OUTAGE = Duration.ofHours(1);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 64 * 1024;
    private static final int LONGEST_SUBJECT = 255;

    private final GoogleSettings settings;
    private final Duration skew;
    private final InstantSource realTime;
    private final DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();

    CheckingIdTokens(GoogleSettings settings, Duration skew, InstantSource realTime) {
        this.settings = settings;
        this.skew = skew;
        this.realTime = realTime;
        signatures.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys(settings)));
        // The claims are looked at below, where a failure has words.
        signatures.setJWTClaimsSetVerifier((claims, context) -> {});
    }

    private static JWKSource<SecurityContext> keys(GoogleSettings settings) {
        int timeout = Math.toIntExact(settings.timeout().toMillis());
        try {
            return JWKSourceBuilder.<SecurityContext>create(
                            settings.jwksUri().toURL(),
                            new DefaultResourceRetriever(timeout, timeout, MOST_BYTES))
                    .cache(KEPT.toMillis(), settings.timeout().multipliedBy(3).toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(BETWEEN_QUESTIONS.toMillis())
                    .outageTolerant(KEPT_IN_AN_OUTAGE.toMillis())
                    .build();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException("no URL: " + settings.jwksUri(), impossible);
        }
    }

    @Override
    public Outcome<Person> check(String idToken) {
        try {
            JWTClaimsSet claims = signatures.process(idToken, null);
            Optional<String> fault = fault(claims);
            return fault.isPresent() ? refused(fault.get()) : person(claims);
        } catch (ParseException | BadJOSEException forged) {
            return refused("is no JWT, or not signed by Google");
        } catch (JOSEException noKeys) {
            throw new KeysUnavailableException(noKeys);
        }
    }

    /** What is wrong with it, in words that complete "the ID token ...". */
    private Optional<String> fault(JWTClaimsSet claims) throws ParseException {
        Instant now = realTime.instant();
        Date expiry = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        if (claims.getIssuer() == null || !settings.issuers().contains(claims.getIssuer())) {
            return Optional.of("was issued by somebody else");
        }
        if (!isForUs(claims.getAudience(), claims.getStringClaim("azp"))) {
            return Optional.of("was issued for somebody else");
        }
        if (expiry == null || !now.isBefore(expiry.toInstant().plus(skew))) {
            return Optional.of("has expired");
        }
        return issued == null || issued.toInstant().isAfter(now.plus(skew))
                ? Optional.of("is of the future")
                : Optional.empty();
    }

    private boolean isForUs(List<String> audience, @Nullable String authorizedParty) {
        return audience.contains(settings.clientId())
                && (authorizedParty == null
                        ? audience.size() == 1
                        : authorizedParty.equals(settings.clientId()));
    }

    private static Outcome<Person> person(JWTClaimsSet claims) throws ParseException {
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
            return refused("names no account");
        }
        if (!isTrue(claims.getClaim("email_verified"))) {
            return refused("does not say that the address is verified");
        }
        try {
            String address = Objects.requireNonNullElse(claims.getStringClaim("email"), "");
            return Outcome.accepted(new Person(subject, EmailAddress.parse(address)));
        } catch (IllegalArgumentException unfit) {
            return refused("names no address");
        }
    }

    /** Some of its tokens have it as a word. */
    private static boolean isTrue(@Nullable Object claim) {
        return Boolean.TRUE.equals(claim) || "true".equals(claim);
    }

    private static <T> Outcome<T> refused(String why) {
        return Outcome.refused(Rejection.GOOGLE_REFUSED, "The ID token " + why + ".");
    }
}
