package io.megatron.server.runtime;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Places for what is worked on at once. A burst may take all of them, but what lasts only the usual
 * ones: with a queue that never empties everybody waits longer, and nothing more is done. A burst
 * begins with the first who comes beyond the usual places after nobody has for half as long as a
 * burst may last.
 */
final class Places {
    private final int usual;
    private final int all;
    private final long burstNanos;
    private final long restNanos;
    private final LongSupplier nanoTime;
    private final AtomicInteger taken = new AtomicInteger();
    private volatile long burstBeganAt;
    private volatile long crowdedAt;

    /**
     * Makes places that are free.
     *
     * @param usual how many may be taken for any time
     * @param all how many may be taken in a burst, the usual ones among them
     * @param burst how long one may last
     */
    Places(int usual, int all, Duration burst, LongSupplier nanoTime) {
        this.usual = usual;
        this.all = all;
        this.burstNanos = burst.toNanos();
        this.restNanos = burstNanos / 2;
        this.nanoTime = nanoTime;
        this.crowdedAt = nanoTime.getAsLong() - restNanos - 1;
    }

    /** Places without room for a burst. */
    Places(int all) {
        this(all, all, Duration.ZERO, System::nanoTime);
    }

    /** Whether there was a place; whoever has one gives it back. */
    boolean tryTake() {
        return takeIfFewer(usual) || (isBurst() && takeIfFewer(all));
    }

    void giveBack() {
        taken.decrementAndGet();
    }

    int taken() {
        return taken.get();
    }

    private boolean takeIfFewer(int places) {
        return taken.getAndUpdate(now -> now < places ? now + 1 : now) < places;
    }

    private boolean isBurst() {
        long now = nanoTime.getAsLong();
        if (now - crowdedAt > restNanos) {
            burstBeganAt = now;
        }
        crowdedAt = now;
        return now - burstBeganAt < burstNanos;
    }
}
