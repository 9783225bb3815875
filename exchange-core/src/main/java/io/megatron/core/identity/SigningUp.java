package io.megatron.core.identity;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.accounts.RegisteringUsers;
import io.megatron.core.identity.internal.HashingPasswords;
import io.megatron.core.identity.internal.MailedCodes;
import io.megatron.core.identity.internal.Refusals;
import io.megatron.core.identity.internal.SendingLetters;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.identity.Credential;
import io.megatron.mapper.identity.Digest;
import io.megatron.mapper.identity.IdentityMapper;
import io.megatron.mapper.identity.SignUp;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * From an address and a password to a registered user. The user is registered when the code comes
 * back, so that the book knows nobody who never read the mail.
 */
@Component
public class SigningUp {
    private static final Duration KEPT = Duration.ofDays(7);

    private final ObjectProvider<Mailing> mailing;
    private final SendingLetters letters;
    private final MailedCodes codes;
    private final HashingPasswords passwords;
    private final RegisteringUsers registering;
    private final IdentityMapper mapper;
    private final BesideTheBook beside;
    private final TimeOrderedIds ids;
    private final IdentitySettings settings;
    private final InstantSource realTime;

    public SigningUp(
            ObjectProvider<Mailing> mailing,
            SendingLetters letters,
            MailedCodes codes,
            HashingPasswords passwords,
            RegisteringUsers registering,
            IdentityMapper mapper,
            BesideTheBook beside,
            TimeOrderedIds ids,
            IdentitySettings settings,
            @Qualifier(BusinessClock.REAL_TIME) InstantSource realTime) {
        this.mailing = mailing;
        this.letters = letters;
        this.codes = codes;
        this.passwords = passwords;
        this.registering = registering;
        this.mapper = mapper;
        this.beside = beside;
        this.ids = ids;
        this.settings = settings;
        this.realTime = realTime;
    }

    /**
     * Sends a code to an address. What is done and answered does not depend on whether the address
     * has an account; only the letter does.
     *
     * @return until when the code can come back, or {@link Rejection#IDENTITY_OFF}, {@link
     *     Rejection#TOO_MANY_ATTEMPTS}
     * @throws PasswordsBusyException if too many passwords wait to be hashed
     */
    public Outcome<Instant> signUp(EmailAddress address, Password password) {
        Mailing way = mailing.getIfAvailable();
        if (way == null) {
            return Refusals.off();
        }
        Instant now = now();
        Optional<Duration> wait = codes.wait(address, now);
        if (wait.isPresent()) {
            return Refusals.tooMany(wait.get());
        }
        String code = codes.make();
        SignUp signUp =
                new SignUp(
                        Digest.ofText(code),
                        address.text(),
                        UserId.of(ids.at(now)),
                        passwords.hash(password),
                        now,
                        now.plus(settings.codeLifetime()));
        boolean isKnown = mapper.credentialOfEmail(address.text()) != null;
        beside.write(
                () -> {
                    mapper.insertSignUp(signUp);
                    mapper.forgetSignUps(now.minus(KEPT));
                });
        letters.send(way, isKnown ? reminder(address) : welcome(address, code));
        return Outcome.accepted(signUp.expiresAt());
    }

    private Mailing.Letter welcome(EmailAddress address, String code) {
        return new Mailing.Letter(
                address,
                "Your code for Megatron",
                """
                Somebody, most likely you, asked for an account with this address.

                To confirm that the address is yours, enter this code:

                %s

                It can be used for %d hours. If it was not you, do nothing: without the code there is no account.
                """
                        .formatted(code, settings.codeLifetime().toHours()));
    }

    private static Mailing.Letter reminder(EmailAddress address) {
        return new Mailing.Letter(
                address,
                "You have an account with Megatron",
                """
                Somebody, most likely you, asked for an account with this address, which has one already. Sign in with it.

                If it was not you, do nothing: nothing has changed.
                """);
    }

    /**
     * Takes a code back: the user is registered, and may sign in with the password that was given
     * when this code was sent. A crash in between leaves the code as good as it was.
     *
     * @return the user, or {@link Rejection#CODE_REFUSED}
     */
    public Outcome<UserId> verify(String code, Deadline deadline) {
        SignUp signUp = mapper.signUp(Digest.ofText(code));
        Instant now = now();
        if (signUp == null) {
            return refusedCode();
        }
        Credential known = mapper.credentialOfEmail(signUp.email());
        if (known != null) {
            return known.userId().equals(signUp.userId())
                    ? new Outcome.Accepted<>(known.userId(), true)
                    : refusedCode();
        }
        if (!now.isBefore(signUp.expiresAt())) {
            return refusedCode();
        }
        return register(signUp.userId(), deadline).then(user -> settle(signUp, user, now));
    }

    private Outcome<UserId> register(UserId user, Deadline deadline) {
        Call call =
                Call.of(
                        user.value(),
                        user.value(),
                        "VerifyEmail",
                        Map.of("user_id", user.toString()));
        return registering.register(call, user, deadline).map(User::id);
    }

    private Outcome<UserId> settle(SignUp signUp, UserId user, Instant now) {
        Credential credential =
                new Credential(user, signUp.email(), signUp.passwordHash(), now, now);
        beside.write(() -> mapper.insertCredential(credential));
        Credential kept = mapper.credentialOfEmail(signUp.email());
        return kept != null && kept.userId().equals(user) ? Outcome.accepted(user) : refusedCode();
    }

    private static Outcome<UserId> refusedCode() {
        return Outcome.refused(
                Rejection.CODE_REFUSED,
                "The code is unknown, has expired, or its address has an account by now: sign up"
                        + " again, or sign in.");
    }

    private Instant now() {
        return realTime.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
