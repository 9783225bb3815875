package io.megatron.core.ledger;

import java.time.Duration;
import java.util.Optional;

/**
 * Until when a command may begin. It is looked at when the command is taken from the queue: what
 * has begun is finished. Measured by the machine's monotonic time, since it limits a wait.
 */
public final class Deadline {
    private static final Deadline NONE = new Deadline(0, false);

    private final long nanoTime;
    private final boolean limited;

    private Deadline(long nanoTime, boolean limited) {
        this.nanoTime = nanoTime;
        this.limited = limited;
    }

    public static Deadline none() {
        return NONE;
    }

    public static Deadline after(Duration wait) {
        return new Deadline(System.nanoTime() + wait.toNanos(), true);
    }

    /** What is left of it, not below zero; empty where there is no limit. */
    public Optional<Duration> remaining() {
        return limited
                ? Optional.of(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())))
                : Optional.empty();
    }

    public boolean hasPassed() {
        return limited && System.nanoTime() - nanoTime >= 0;
    }
}
