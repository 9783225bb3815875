package io.megatron.devservices;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Looks again and again until something is so, but never for ever: a server of another process
 * cannot call us back.
 */
final class Waiting {
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Waiting() {}

    /** Returns whether the condition came true before the patience ended. */
    static boolean until(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
