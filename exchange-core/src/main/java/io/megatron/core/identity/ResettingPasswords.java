package io.megatron.core.identity;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.identity.internal.HashingPasswords;
import io.megatron.core.identity.internal.MailedCodes;
import io.megatron.core.identity.internal.Refusals;
import io.megatron.core.identity.internal.SendingLetters;
import io.megatron.core.identity.internal.SlowingAttempts;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.identity.Credential;
import io.megatron.mapper.identity.Digest;
import io.megatron.mapper.identity.IdentityMapper;
import io.megatron.mapper.identity.PasswordReset;
import io.megatron.mapper.identity.SessionEnd;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Another password for whoever has forgotten theirs, and reads the mail of their address. */
@Component
public class ResettingPasswords {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(7);

    private final ObjectProvider<Mailing> mailing;
    private final SendingLetters letters;
    private final MailedCodes codes;
    private final HashingPasswords passwords;
    private final SlowingAttempts attempts;
    private final IdentityMapper mapper;
    private final BesideTheBook beside;
    private final InstantSource realTime;

    public ResettingPasswords(
            ObjectProvider<Mailing> mailing,
            SendingLetters letters,
            MailedCodes codes,
            HashingPasswords passwords,
            SlowingAttempts attempts,
            IdentityMapper mapper,
            BesideTheBook beside,
            @Qualifier(BusinessClock.REAL_TIME) InstantSource realTime) {
        this.mailing = mailing;
        this.letters = letters;
        this.codes = codes;
        this.passwords = passwords;
        this.attempts = attempts;
        this.mapper = mapper;
        this.beside = beside;
        this.realTime = realTime;
    }

    /**
     * Sends a code to an address that has an account, and does as much for one that has none.
     *
     * @return until when the code can come back, or {@link Rejection#IDENTITY_OFF}, {@link
     *     Rejection#TOO_MANY_ATTEMPTS}
     */
    public Outcome<Instant> request(EmailAddress address) {
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
        Optional<UserId> user =
                Optional.ofNullable(mapper.credentialOfEmail(address.text()))
                        .map(Credential::userId);
        PasswordReset reset =
                new PasswordReset(
                        Digest.ofText(code),
                        address.text(),
                        user.orElse(null),
                        now,
                        now.plus(LIFETIME),
                        null);
        beside.write(
                () -> {
                    mapper.insertPasswordReset(reset);
                    mapper.forgetPasswordResets(now.minus(KEPT));
                });
        if (user.isPresent()) {
            letters.send(way, letter(address, code));
        }
        return Outcome.accepted(reset.expiresAt());
    }

    private static Mailing.Letter letter(EmailAddress address, String code) {
        return new Mailing.Letter(
                address,
                "Another password for Megatron",
                """
                Somebody, most likely you, asked for another password for the account with this address.

                To set it, enter this code:

                %s

                It can be used once, for an hour. If it was not you, do nothing: your password stays what it is.
                """
                        .formatted(code));
    }

    /**
     * Sets another password and ends all sessions. The same code with the same password again
     * answers the same.
     *
     * @return how many sessions ended, or {@link Rejection#CODE_REFUSED}
     * @throws PasswordsBusyException if too many passwords wait to be hashed
     */
    public Outcome<Integer> reset(String code, Password chosen) {
        PasswordReset reset = mapper.passwordReset(Digest.ofText(code));
        Instant now = now();
        if (reset == null || reset.userId() == null || !now.isBefore(reset.expiresAt())) {
            return refused();
        }
        Credential credential = mapper.credentialOfUser(reset.userId());
        if (credential == null) {
            return refused();
        }
        if (reset.usedAt() != null) {
            return passwords.matches(chosen, credential.passwordHash())
                    ? new Outcome.Accepted<>(0, true)
                    : refused();
        }
        String hash = passwords.hash(chosen);
        return beside.write(() -> set(reset, credential, hash, now));
    }

    /** Whoever takes the code sets the password; of two at once the other is refused. */
    private Outcome<Integer> set(
            PasswordReset reset, Credential credential, String hash, Instant now) {
        if (mapper.usePasswordReset(reset.codeHash(), now) == 0) {
            return refused();
        }
        mapper.updatePassword(credential.userId(), hash, now);
        attempts.succeeded(new EmailAddress(credential.email()));
        return Outcome.accepted(
                mapper.endSessions(credential.userId(), null, now, SessionEnd.PASSWORD_CHANGED));
    }

    private static <T> Outcome<T> refused() {
        return Outcome.refused(
                Rejection.CODE_REFUSED,
                "The code is unknown, has expired or was used: ask for another.");
    }

    private Instant now() {
        return realTime.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
