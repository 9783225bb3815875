package io.megatron.core.ledger;

import java.time.Duration;

/**
 * The book could not take or answer a command. Sending the same call under the same request id
 * again is always safe.
 */
public abstract sealed class BookException extends RuntimeException {
    private final Duration retryAfter;

    private BookException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** How long to wait before the same call is worth sending again. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** More commands wait than the queue holds. Nothing was written. */
    public static final class Full extends BookException {
        public Full(int capacity) {
            super(capacity + " commands wait already; try again", Duration.ofMillis(250));
        }
    }

    /** The batch met a conflict each time it was tried. Nothing was written. */
    public static final class Aborted extends BookException {
        public Aborted(int attempts) {
            super("gave up after " + attempts + " conflicts; try again", Duration.ofMillis(100));
        }
    }

    /** The database cannot be reached. Nothing was written. */
    public static final class Unavailable extends BookException {
        public Unavailable() {
            super("the database cannot be reached; try again", Duration.ofSeconds(1));
        }
    }

    /** The database was lost during the commit and could not be asked since. */
    public static final class OutcomeUnknown extends BookException {
        public OutcomeUnknown() {
            super(
                    "the database was lost during the commit; the same request id will tell"
                            + " whether it was written",
                    Duration.ofSeconds(1));
        }
    }

    /** The deadline passed, or the caller gave up, before the command was decided for good. */
    public static final class DeadlinePassed extends BookException {
        public DeadlinePassed() {
            super("the deadline passed before the command was executed", Duration.ZERO);
        }
    }
}
