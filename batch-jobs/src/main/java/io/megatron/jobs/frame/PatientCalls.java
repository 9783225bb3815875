package io.megatron.jobs.frame;

import io.megatron.core.ledger.BookException;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Calls the book again while it cannot answer: a job has time. Each command takes effect once,
 * however often it is sent, also where its outcome was unknown.
 */
final class PatientCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The book could not answer for so long that the run had better be restarted later. */
    static final class GaveUp extends RuntimeException {
        GaveUp(BookException cause) {
            super("the book could not answer for %d s".formatted(PATIENCE.toSeconds()), cause);
        }
    }

    <T> T call(Callable<T> work) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return work.call();
            } catch (BookException e) {
                if (System.nanoTime() - giveUpAt >= 0) {
                    throw new GaveUp(e);
                }
                pause(e);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void pause(BookException e) {
        try {
            Thread.sleep(e.retryAfter().plusMillis(50));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GaveUp(e);
        }
    }
}
