package io.megatron.jobs.frame;

import io.megatron.core.ledger.BookException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Calls the exchange again while the book or the database cannot answer: a job has time. Each
 * command takes effect once, however often it is sent, also where its outcome was unknown.
 */
final class PatientCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DATABASE_AWAY = Duration.ofSeconds(1);
    private static final Duration A_LITTLE = Duration.ofMillis(50);

    /** There was no answer for so long that the run had better be restarted later. */
    static final class GaveUp extends RuntimeException {
        GaveUp(RuntimeException cause) {
            super("no answer for %d s".formatted(PATIENCE.toSeconds()), cause);
        }
    }

    <T> T call(Callable<T> work) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return work.call();
            } catch (BookException e) {
                pauseOrGiveUp(e, e.retryAfter().plus(A_LITTLE), giveUpAt);
            } catch (TransientDataAccessException
                    | DataAccessResourceFailureException
                    | TransactionException e) {
                pauseOrGiveUp(e, DATABASE_AWAY, giveUpAt);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void pauseOrGiveUp(RuntimeException e, Duration pause, long giveUpAt) {
        if (System.nanoTime() - giveUpAt >= 0) {
            throw new GaveUp(e);
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GaveUp(e);
        }
    }
}
