package io.megatron.core.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Until when a command may be decided, or decided again when its batch is repeated. Whoever has
 * been told nothing until then may believe that nothing happens any more; what was decided before
 * is written. Measured by the machine's monotonic time, since it limits a wait.
 */
public final class Deadline {
    private static final Deadline NONE = new Deadline(0, false, () -> false);

    private final long nanoTime;
    private final boolean limited;
    private final BooleanSupplier givenUp;

    private Deadline(long nanoTime, boolean limited, BooleanSupplier givenUp) {
        this.nanoTime = nanoTime;
        this.limited = limited;
        this.givenUp = givenUp;
    }

    public static Deadline none() {
        return NONE;
    }

    public static Deadline after(Duration wait) {
        return new Deadline(System.nanoTime() + wait.toNanos(), true, () -> false);
    }

    /**
     * The same, but over as soon as the caller has given up. A node that stood still counts a
     * caller's time from when it reads the call, which is too late.
     */
    public Deadline orWhen(BooleanSupplier callerGaveUp) {
        return new Deadline(
                nanoTime, limited, () -> givenUp.getAsBoolean() || callerGaveUp.getAsBoolean());
    }

    /** What is left of it, not below zero; empty where there is no limit. */
    public Optional<Duration> remaining() {
        return limited
                ? Optional.of(Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime())))
                : Optional.empty();
    }

    public boolean hasPassed() {
        return (limited && System.nanoTime() - nanoTime >= 0) || givenUp.getAsBoolean();
    }
}
