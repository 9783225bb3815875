package io.megatron.core.ledger;

import java.time.Duration;
import java.util.Optional;

/**
 * The deadline that reads inherit from the call they are made for: once nobody waits any more, the
 * database need not go on. Writes never inherit it; see {@link Deadline}.
 */
public final class ReadDeadline {
    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

    private ReadDeadline() {}

    /** Does work whose reads end by the deadline. */
    public static void during(Deadline deadline, Runnable work) {
        ScopedValue.where(CURRENT, deadline).run(work);
    }

    /**
     * To be asked between the pieces of a long look: nobody may wait for the rest any more.
     *
     * @throws BookException.DeadlinePassed when the deadline has passed, or the caller has given up
     */
    public static void check() {
        if (CURRENT.isBound() && CURRENT.get().hasPassed()) {
            throw new BookException.DeadlinePassed();
        }
    }

    /** How long a read that begins now may take; empty where nobody set a limit. */
    public static Optional<Duration> remaining() {
        return CURRENT.isBound() ? CURRENT.get().remaining() : Optional.empty();
    }
}
