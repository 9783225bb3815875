package io.megatron.core.identity.internal;

import io.megatron.core.identity.EmailAddress;
import io.megatron.core.identity.IdentitySettings;
import io.megatron.mapper.identity.IdentityMapper;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Codes that show that somebody reads what is sent to an address; a few of them in an hour. */
@Component
public class MailedCodes {
    private static final int BYTES = 32;
    private static final Duration HOUR = Duration.ofHours(1);

    private final IdentityMapper mapper;
    private final int perHour;
    private final SecureRandom random = new SecureRandom();

    public MailedCodes(IdentityMapper mapper, IdentitySettings settings) {
        this.mapper = mapper;
        this.perHour = settings.codesPerHour();
    }

    /** Nobody guesses it. */
    public String make() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** How long this address has to wait for the next; empty where it need not. */
    public Optional<Duration> wait(EmailAddress address, Instant now) {
        List<Instant> recent = mapper.codeTimes(address.text(), now.minus(HOUR), perHour);
        return recent.size() < perHour
                ? Optional.empty()
                : Optional.of(Duration.between(now, recent.getLast().plus(HOUR)));
    }
}
