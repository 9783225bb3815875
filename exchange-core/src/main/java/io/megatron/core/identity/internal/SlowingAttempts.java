package io.megatron.core.identity.internal;

import io.megatron.core.identity.EmailAddress;
import io.megatron.core.identity.IdentitySettings;
import io.megatron.core.ledger.BesideTheBook;
import io.megatron.mapper.identity.Digest;
import io.megatron.mapper.identity.FailedSignIns;
import io.megatron.mapper.identity.IdentityMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Makes those wait who try one password after the other for an address, known or not, on whatever
 * node. An attempt counts as failed until it has turned out right, so that many at once gain
 * nothing.
 */
@Component
public class SlowingAttempts {
    private static final Duration FORGOTTEN = Duration.ofDays(1);
    private static final int DOUBLINGS = 20;

    private final IdentityMapper mapper;
    private final BesideTheBook beside;
    private final int free;
    private final Duration longest;

    public SlowingAttempts(IdentityMapper mapper, BesideTheBook beside, IdentitySettings settings) {
        this.mapper = mapper;
        this.beside = beside;
        this.free = settings.freeAttempts();
        this.longest = settings.longestWait();
    }

    /**
     * Begins an attempt.
     *
     * @return empty where it may be made; how long to wait otherwise
     */
    public Optional<Duration> begin(EmailAddress address, Instant now) {
        Digest key = key(address);
        while (true) {
            FailedSignIns seen = mapper.failedSignIns(key);
            Duration wait = seen == null ? Duration.ZERO : wait(seen, now);
            if (wait.isPositive()) {
                return Optional.of(wait);
            }
            int counted = beside.write(() -> count(key, Optional.ofNullable(seen), now));
            if (counted > 0) {
                return Optional.empty();
            }
        }
    }

    private int count(Digest key, Optional<FailedSignIns> seen, Instant now) {
        return seen.map(
                        some ->
                                mapper.updateFailures(
                                        some,
                                        isForgotten(some, now) ? 1 : some.failures() + 1,
                                        now))
                .orElseGet(() -> mapper.insertFailure(key, now));
    }

    /** It was the right password. Within a transaction of the caller's. */
    public void succeeded(EmailAddress address) {
        mapper.forgiveFailures(key(address));
    }

    /** Removes what counts no more. Within a transaction of the caller's. */
    public void forget(Instant now) {
        mapper.forgetFailures(now.minus(FORGOTTEN));
    }

    private Duration wait(FailedSignIns seen, Instant now) {
        if (seen.failures() < free || isForgotten(seen, now)) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(seen.failures() - free, DOUBLINGS));
        Duration wait = doubled.compareTo(longest) < 0 ? doubled : longest;
        return Duration.between(now, seen.lastAt().plus(wait));
    }

    private static boolean isForgotten(FailedSignIns seen, Instant now) {
        return seen.lastAt().plus(FORGOTTEN).isBefore(now);
    }

    private static Digest key(EmailAddress address) {
        return Digest.ofText(address.text());
    }
}
