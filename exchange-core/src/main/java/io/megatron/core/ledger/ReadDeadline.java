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

    /** How long a read that begins now may take; empty where nobody set a limit. */
    public static Optional<Duration> remaining() {
        return CURRENT.isBound() ? CURRENT.get().remaining() : Optional.empty();
    }
}
