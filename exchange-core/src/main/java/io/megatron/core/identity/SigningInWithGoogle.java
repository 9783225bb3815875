package io.megatron.core.identity;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.ReadingUsers;
import io.megatron.core.accounts.RegisteringUsers;
import io.megatron.core.identity.CheckingGoogle.Person;
import io.megatron.core.identity.internal.Refusals;
import io.megatron.core.identity.internal.SlowingAttempts;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.identity.Credential;
import io.megatron.mapper.identity.IdentityMapper;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * From a Google account to a session. Who comes for the first time is registered. An account that
 * is there under the same address is not theirs for that: it is linked once they have shown its
 * password as well, since an address can change hands without Google hearing of it.
 */
@Component
public class SigningInWithGoogle {
    private final ObjectProvider<CheckingGoogle> checking;
    private final SigningIn signingIn;
    private final SlowingAttempts attempts;
    private final RegisteringUsers registering;
    private final ReadingUsers users;
    private final IdentityMapper mapper;
    private final BesideTheBook beside;
    private final InstantSource realTime;

    SigningInWithGoogle(
            ObjectProvider<CheckingGoogle> checking,
            SigningIn signingIn,
            SlowingAttempts attempts,
            RegisteringUsers registering,
            ReadingUsers users,
            IdentityMapper mapper,
            BesideTheBook beside,
            @Qualifier(BusinessClock.REAL_TIME) InstantSource realTime) {
        this.checking = checking;
        this.signingIn = signingIn;
        this.attempts = attempts;
        this.registering = registering;
        this.users = users;
        this.mapper = mapper;
        this.beside = beside;
        this.realTime = realTime;
    }

    /**
     * Begins a session.
     *
     * @param password of the account that is there under the address, to link it
     * @return the first pair of tokens, or {@link Rejection#IDENTITY_OFF}, {@link
     *     Rejection#GOOGLE_REFUSED}, {@link Rejection#ACCOUNT_NOT_LINKED}, {@link
     *     Rejection#TOO_MANY_ATTEMPTS}, {@link Rejection#SIGN_IN_REFUSED}
     * @throws KeysUnavailableException if Google's keys cannot be had
     * @throws PasswordsBusyException if too many passwords wait to be hashed
     */
    public Outcome<Tokens> signIn(String idToken, Optional<Password> password, Deadline deadline) {
        CheckingGoogle google = checking.getIfAvailable();
        if (google == null || !signingIn.isOn()) {
            return Refusals.off();
        }
        return google.check(idToken)
                .then(person -> credential(person, password, deadline))
                .then(signingIn::begin);
    }

    private Outcome<Credential> credential(
            Person person, Optional<Password> password, Deadline deadline) {
        UserId known = mapper.googleUser(person.subject());
        if (known != null) {
            return credential(known);
        }
        Credential same = mapper.credentialOfEmail(person.address().text());
        return same == null ? register(person, deadline) : link(person, same, password);
    }

    private Outcome<Credential> credential(UserId user) {
        return Optional.ofNullable(mapper.credentialOfUser(user))
                .map(Outcome::accepted)
                .orElseThrow(() -> new IllegalStateException(user + " lost its credential"));
    }

    /** The id follows from the account, so that two first sign-ins at once register one user. */
    private Outcome<Credential> register(Person person, Deadline deadline) {
        UserId id = UserId.of(Call.named("google " + person.subject()));
        Outcome<UserId> registered =
                users.find(id).isPresent()
                        ? Outcome.accepted(id)
                        : registering.register(call(id), id, deadline).map(User::id);
        return registered.then(user -> settle(person, user));
    }

    private static Call call(UserId id) {
        return Call.of(
                id.value(), id.value(), "SignInWithGoogle", Map.of("user_id", id.toString()));
    }

    private Outcome<Credential> settle(Person person, UserId user) {
        Instant now = now();
        beside.write(
                () -> {
                    mapper.insertCredential(
                            new Credential(user, person.address().text(), null, now, now));
                    mapper.insertGoogleAccount(person.subject(), user, now);
                });
        return linked(person, user);
    }

    private Outcome<Credential> link(Person person, Credential same, Optional<Password> password) {
        if (mapper.hasGoogleAccount(same.userId())) {
            return notLinked("is linked with another Google account");
        }
        if (password.isEmpty()) {
            return notLinked("has a password: give it along once, and it is linked");
        }
        return signingIn
                .checked(person.address(), password.get())
                .then(
                        credential -> {
                            beside.write(
                                    () -> {
                                        attempts.succeeded(person.address());
                                        mapper.insertGoogleAccount(
                                                person.subject(), credential.userId(), now());
                                    });
                            return linked(person, credential.userId());
                        });
    }

    /** Of two that link at once, the first has. */
    private Outcome<Credential> linked(Person person, UserId user) {
        return user.equals(mapper.googleUser(person.subject()))
                ? credential(user)
                : notLinked("was made or linked by somebody else at the same time");
    }

    private static <T> Outcome<T> notLinked(String why) {
        return Outcome.refused(
                Rejection.ACCOUNT_NOT_LINKED, "The account with this address " + why + ".");
    }

    private Instant now() {
        return realTime.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
