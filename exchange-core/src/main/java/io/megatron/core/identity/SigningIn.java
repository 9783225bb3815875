package io.megatron.core.identity;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.accounts.ReadingRoles;
import io.megatron.core.identity.internal.HashingPasswords;
import io.megatron.core.identity.internal.RefreshTokens;
import io.megatron.core.identity.internal.Refusals;
import io.megatron.core.identity.internal.SlowingAttempts;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.accounts.GrantedRole;
import io.megatron.mapper.identity.Credential;
import io.megatron.mapper.identity.IdentityMapper;
import io.megatron.mapper.identity.Session;
import io.megatron.mapper.identity.SessionEnd;
import io.megatron.mapper.ids.SessionId;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** From a password to a session, and from one pair of tokens to the next. */
@Component
public class SigningIn {
    /** What whoever signs in is, besides what was granted. */
    private static final String USER = "user";

    private static final Duration KEPT = Duration.ofDays(7);

    private final ObjectProvider<IssuingTokens> issuing;
    private final HashingPasswords passwords;
    private final SlowingAttempts attempts;
    private final RefreshTokens refreshing;
    private final ReadingRoles granted;
    private final IdentityMapper mapper;
    private final BesideTheBook beside;
    private final TimeOrderedIds ids;
    private final IdentitySettings settings;
    private final InstantSource realTime;

    public SigningIn(
            ObjectProvider<IssuingTokens> issuing,
            HashingPasswords passwords,
            SlowingAttempts attempts,
            RefreshTokens refreshing,
            ReadingRoles granted,
            IdentityMapper mapper,
            BesideTheBook beside,
            TimeOrderedIds ids,
            IdentitySettings settings,
            @Qualifier(BusinessClock.REAL_TIME) InstantSource realTime) {
        this.issuing = issuing;
        this.passwords = passwords;
        this.attempts = attempts;
        this.refreshing = refreshing;
        this.granted = granted;
        this.mapper = mapper;
        this.beside = beside;
        this.ids = ids;
        this.settings = settings;
        this.realTime = realTime;
    }

    /**
     * Begins a session. An unknown address costs and answers the same as a wrong password.
     *
     * @return the first pair of tokens, or {@link Rejection#IDENTITY_OFF}, {@link
     *     Rejection#TOO_MANY_ATTEMPTS}, {@link Rejection#SIGN_IN_REFUSED}
     * @throws PasswordsBusyException if too many passwords wait to be hashed
     */
    public Outcome<Tokens> signIn(EmailAddress address, Password password) {
        IssuingTokens key = issuing.getIfAvailable();
        if (key == null) {
            return Refusals.off();
        }
        return checked(address, password)
                .map(
                        credential -> {
                            Session session = newSession(credential);
                            Optional<String> better = betterHash(credential, password);
                            beside.write(() -> begin(address, credential, better, session));
                            return tokens(key, session);
                        });
    }

    /** Whether anybody can sign in here. */
    boolean isOn() {
        return issuing.getIfAvailable() != null;
    }

    /** Begins a session of somebody who has shown otherwise who they are. */
    Outcome<Tokens> begin(Credential credential) {
        IssuingTokens key = issuing.getIfAvailable();
        if (key == null) {
            return Refusals.off();
        }
        Session session = newSession(credential);
        beside.write(
                () -> {
                    mapper.forgetSessions(session.startedAt().minus(KEPT));
                    mapper.insertSession(session);
                });
        return Outcome.accepted(tokens(key, session));
    }

    /**
     * The credential of an address, if this is its password. The attempt counts as failed, unless
     * its password is not looked at for lack of a place.
     */
    Outcome<Credential> checked(EmailAddress address, Password password) {
        try (HashingPasswords.Place place = passwords.take()) {
            return checked(address, password, place);
        }
    }

    private Outcome<Credential> checked(
            EmailAddress address, Password password, HashingPasswords.Place place) {
        Optional<Duration> wait = attempts.begin(address, now());
        if (wait.isPresent()) {
            return Refusals.tooMany(wait.get());
        }
        Credential credential = mapper.credentialOfEmail(address.text());
        boolean right =
                place.matches(password, credential == null ? null : credential.passwordHash());
        return right && credential != null
                ? Outcome.accepted(credential)
                : Outcome.refused(
                        Rejection.SIGN_IN_REFUSED,
                        "There is no account with this address and this password.");
    }

    /** Of an imported user, whose password is known for the first time. */
    private Optional<String> betterHash(Credential credential, Password password) {
        return Optional.ofNullable(credential.passwordHash())
                .filter(passwords::isOutdated)
                .map(outdated -> passwords.hash(password));
    }

    private Session newSession(Credential credential) {
        Instant now = now();
        return new Session(
                SessionId.of(ids.at(now)),
                credential.userId(),
                1,
                null,
                now,
                now,
                now.plus(settings.sessionLifetime()),
                null,
                null);
    }

    private void begin(
            EmailAddress address, Credential credential, Optional<String> better, Session session) {
        attempts.succeeded(address);
        better.ifPresent(
                hash ->
                        mapper.replacePassword(
                                credential.userId(),
                                credential.passwordHash(),
                                hash,
                                credential.changedAt()));
        attempts.forget(session.startedAt());
        mapper.forgetSessions(session.startedAt().minus(KEPT));
        mapper.insertSession(session);
    }

    private Tokens tokens(IssuingTokens key, Session session) {
        Instant now = now();
        Instant until = now.plus(settings.accessLifetime());
        if (session.expiresAt().isBefore(until)) {
            until = session.expiresAt();
        }
        return new Tokens(
                session,
                key.accessToken(
                        session.userId(), session.id(), roles(session.userId()), now, until),
                until,
                refreshing.make(key, new RefreshTokens.Named(session.id(), session.generation())));
    }

    private Set<String> roles(UserId user) {
        return Stream.concat(Stream.of(USER), granted.of(user).stream().map(GrantedRole::word))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Changes a refresh token for the next pair. The same request again gets the same refresh
     * token; another one with a token that was changed already ends the session.
     *
     * @return the next pair, or {@link Rejection#IDENTITY_OFF}, {@link Rejection#REFRESH_REFUSED}
     */
    public Outcome<Tokens> refresh(UUID requestId, String refreshToken) {
        IssuingTokens key = issuing.getIfAvailable();
        if (key == null) {
            return Refusals.off();
        }
        return refreshing
                .read(key, refreshToken)
                .map(named -> refresh(key, requestId, named))
                .orElseGet(SigningIn::refused);
    }

    /** Whether it was this request that changed the pair, or another, the row tells. */
    private Outcome<Tokens> refresh(IssuingTokens key, UUID requestId, RefreshTokens.Named named) {
        Instant now = now();
        beside.write(
                () -> mapper.refreshSession(named.session(), named.generation(), requestId, now));
        Session session = mapper.session(named.session());
        if (session == null || !session.isOpen(now)) {
            return refused();
        }
        if (session.generation() == named.generation() + 1
                && requestId.equals(session.refreshedUnder())) {
            return Outcome.accepted(tokens(key, session));
        }
        beside.write(() -> mapper.endSession(session.id(), now, SessionEnd.TOKEN_REUSED));
        return refused();
    }

    private static <T> Outcome<T> refused() {
        return Outcome.refused(
                Rejection.REFRESH_REFUSED,
                "The refresh token is none of ours, was changed already, or its session has ended:"
                        + " sign in again.");
    }

    /**
     * Sets another password, and ends all sessions of its owner but one.
     *
     * @param but the session that goes on
     * @return how many ended, or {@link Rejection#TOO_MANY_ATTEMPTS}, {@link
     *     Rejection#SIGN_IN_REFUSED}
     * @throws PasswordsBusyException if too many passwords wait to be hashed
     */
    public Outcome<Integer> changePassword(
            Credential of, Password old, Password chosen, Optional<SessionId> but) {
        EmailAddress address = new EmailAddress(of.email());
        return checked(address, old)
                .then(
                        credential -> {
                            String hash = passwords.hash(chosen);
                            Instant now = now();
                            return beside.write(() -> change(address, credential, hash, but, now));
                        });
    }

    private Outcome<Integer> change(
            EmailAddress address,
            Credential credential,
            String hash,
            Optional<SessionId> but,
            Instant now) {
        attempts.succeeded(address);
        int changed =
                mapper.replacePassword(credential.userId(), credential.passwordHash(), hash, now);
        return changed == 0
                ? Outcome.refused(
                        Rejection.SIGN_IN_REFUSED, "The password was changed at the same time.")
                : Outcome.accepted(
                        mapper.endSessions(
                                credential.userId(),
                                but.orElse(null),
                                now,
                                SessionEnd.PASSWORD_CHANGED));
    }

    private Instant now() {
        return realTime.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
