package io.megatron.core.identity;

import java.time.Duration;

/** So many passwords wait to be hashed that this one was not taken up; nothing has happened. */
public final class PasswordsBusyException extends RuntimeException {
    private static final Duration RETRY = Duration.ofSeconds(1);

    public PasswordsBusyException() {
        super("too many passwords wait to be hashed");
    }

    public Duration retryAfter() {
        return RETRY;
    }
}
