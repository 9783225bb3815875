package io.megatron.core.identity;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.ReadingUsers;
import io.megatron.core.identity.CheckingAssertions.Assertion;
import io.megatron.core.identity.internal.Refusals;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.identity.Backend;
import io.megatron.mapper.identity.BackendMapper;
import io.megatron.mapper.identity.BackendToken;
import io.megatron.mapper.identity.Digest;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Gives a registered backend a token for somebody it has authenticated itself. The token is good
 * for minutes, says who asked for it, and never carries more than the role of a user, whoever the
 * user is. A blocked user has one too: what they may still do, they may do through a backend.
 */
@Component
public class ExchangingTokens {
    private static final Duration KEPT = Duration.ofDays(90);

    private final ObjectProvider<IssuingTokens> issuing;
    private final ObjectProvider<CheckingAssertions> checking;
    private final ReadingUsers users;
    private final BackendMapper backends;
    private final BesideTheBook beside;
    private final Duration lifetime;
    private final InstantSource realTime;

    ExchangingTokens(
            ObjectProvider<IssuingTokens> issuing,
            ObjectProvider<CheckingAssertions> checking,
            ReadingUsers users,
            BackendMapper backends,
            BesideTheBook beside,
            IdentitySettings settings,
            @Qualifier(BusinessClock.REAL_TIME) InstantSource realTime) {
        this.issuing = issuing;
        this.checking = checking;
        this.users = users;
        this.backends = backends;
        this.beside = beside;
        this.lifetime = settings.backendAccessLifetime();
        this.realTime = realTime;
    }

    /** A token for the calls of one user. */
    public record Exchanged(String accessToken, Instant expiresAt) {
        @Override
        public String toString() {
            return "Exchanged[" + expiresAt + "]";
        }
    }

    /**
     * Changes what a backend says for a token. What it said can be used once, so that nobody who
     * has overheard it can use it again.
     *
     * @return the token, or {@link Rejection#IDENTITY_OFF}, {@link Rejection#ASSERTION_REFUSED},
     *     {@link Rejection#USER_NOT_FOUND}
     */
    public Outcome<Exchanged> exchange(String assertion, UserId user) {
        IssuingTokens key = issuing.getIfAvailable();
        CheckingAssertions check = checking.getIfAvailable();
        if (key == null || check == null) {
            return Refusals.off();
        }
        return check.check(
                        assertion,
                        id ->
                                Optional.ofNullable(backends.backend(id))
                                        .filter(backend -> !backend.isRevoked())
                                        .map(Backend::publicKey))
                .then(good -> exchange(key, good, user));
    }

    private Outcome<Exchanged> exchange(IssuingTokens key, Assertion assertion, UserId user) {
        if (users.find(user).isEmpty()) {
            return Outcome.refused(
                    Rejection.USER_NOT_FOUND, "User " + user + " is not registered.");
        }
        Instant now = realTime.instant().truncatedTo(ChronoUnit.MICROS);
        BackendToken token =
                new BackendToken(
                        assertion.backend(),
                        Digest.ofText(assertion.id()),
                        user,
                        now,
                        now.plus(lifetime));
        if (!record(token)) {
            return Outcome.refused(
                    Rejection.ASSERTION_REFUSED,
                    "The assertion was used before: each needs a jti of its own.");
        }
        return Outcome.accepted(
                new Exchanged(
                        key.accessToken(user, token.backendId(), now, token.expiresAt()),
                        token.expiresAt()));
    }

    private boolean record(BackendToken token) {
        return beside.write(
                () -> {
                    backends.forgetTokens(token.issuedAt().minus(KEPT));
                    return backends.insertToken(token) > 0;
                });
    }
}
