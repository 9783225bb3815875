package io.megatron.jobs.operations;

import io.megatron.core.operations.ReconciliationSettings;
import io.megatron.core.operations.Reconciling;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Leaves the machine to traders between two snapshots, where there are any: for some times as long
 * as the last snapshot was open if the book was written meanwhile, and not at all if nobody did.
 */
final class RestingForTraders {
    private static final Duration NAP = Duration.ofMillis(100);

    private final Reconciling reconciling;
    private final int times;
    private long lastBatch;

    RestingForTraders(Reconciling reconciling, ReconciliationSettings settings) {
        this.reconciling = reconciling;
        this.times = settings.rest();
        this.lastBatch = reconciling.lastBatch();
    }

    /**
     * Rests after a snapshot.
     *
     * @param open how long it was open
     * @param stopped whether nobody waits for the next one any more
     */
    void rest(Duration open, BooleanSupplier stopped) {
        if (reconciling.lastBatch() != lastBatch) {
            pause(open.multipliedBy(times), stopped);
            lastBatch = reconciling.lastBatch();
        }
    }

    private static void pause(Duration pause, BooleanSupplier stopped) {
        long end = System.nanoTime() + pause.toNanos();
        try {
            long left = end - System.nanoTime();
            while (left > 0 && !stopped.getAsBoolean()) {
                Thread.sleep(Duration.ofNanos(Math.min(left, NAP.toNanos())));
                left = end - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two pieces of the books", e);
        }
    }
}
