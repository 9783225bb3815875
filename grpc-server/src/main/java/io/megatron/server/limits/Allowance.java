package io.megatron.server.limits;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What somebody may still call by one limit, as this node knows it: a bucket of tokens, kept as the
 * moment at which it will be full again (GCRA, as of ITU-T I.371). All times are of {@link
 * System#nanoTime}, which has no zero, so only differences of them are looked at.
 */
final class Allowance {
    private final AtomicLong fullAt;
    private final AtomicInteger untold = new AtomicInteger();
    private volatile long closedUntil;
    private volatile boolean closed;

    Allowance(long now) {
        fullAt = new AtomicLong(now);
    }

    /**
     * Takes one call.
     *
     * @return 0 where it may be made; else for how many nanoseconds to wait, and nothing is taken
     */
    long take(CallLimit limit, long now) {
        if (closed && closedUntil - now > 0) {
            return closedUntil - now;
        }
        long perCall = limit.nanosPerCall();
        long most = limit.period().toNanos();
        while (true) {
            long last = fullAt.get();
            long missing = Math.max(last - now, 0) + perCall;
            if (missing > most) {
                return missing - most;
            }
            if (fullAt.compareAndSet(last, now + missing)) {
                return 0;
            }
        }
    }

    /** How many calls the other nodes have not been told of, this one included. */
    int countUntold() {
        return untold.incrementAndGet();
    }

    /** The calls that the others are told of now. */
    int tell() {
        return untold.getAndSet(0);
    }

    /** All nodes together have used everything: nothing is left until then. */
    void close(long until) {
        closedUntil = until;
        closed = true;
    }

    void open() {
        closed = false;
    }
}
