package io.megatron.client.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How fast callers trade, all together. */
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long intervalNanos;
    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());

    private Pace(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /** As fast as answers come. */
    static Pace asFastAsPossible() {
        return new Pace(0);
    }

    /** So many trades a second, unless answers come more slowly. */
    static Pace of(int tradesPerSecond) {
        return new Pace(Math.round(NANOS_PER_SECOND / tradesPerSecond));
    }

    /** How long whoever asks has to wait for its turn. */
    Duration next() {
        if (intervalNanos == 0) {
            return Duration.ZERO;
        }
        long now = System.nanoTime();
        // Turns that nobody took are gone, or the rate would be made up for in a burst.
        long turn = nextNanos.updateAndGet(last -> Math.max(last, now) + intervalNanos);
        return Duration.ofNanos(turn - intervalNanos - now);
    }
}
