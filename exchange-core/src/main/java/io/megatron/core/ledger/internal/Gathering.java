package io.megatron.core.ledger.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes what waits out of the queue, a batch at a time.
 *
 * <p>Callers who were just answered tend to come back at once. Taking only those who waited
 * meanwhile would split the callers into two halves that wait for each other for ever, each batch
 * half as large as it could be; so the next batch gives the others a moment, at most half of what
 * the last write took, and no longer than until as many are there as were before. Once three
 * quarters of them are, a short silence is enough: the last few may have left, or be on their way
 * for long. With 64 callers on two cores that is a fifth more trades than with no patience
 * (docs/performance/trading.md). Nobody waits for a lone caller: after a batch of one with nobody
 * behind it, one is all there is to wait for.
 */
final class Gathering {
    private static final long IDLE_MILLIS = 100;
    private static final int FRACTION_OF_A_WRITE = 2;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SILENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final BlockingQueue<Submission<?>> queue;
    private final int maxBatch;
    private int expected = 1;
    private long patientUntilNanos = System.nanoTime();

    Gathering(BlockingQueue<Submission<?>> queue, int maxBatch) {
        this.queue = queue;
        this.maxBatch = maxBatch;
    }

    /** The next batch; empty when nothing came for a while. */
    List<Submission<?>> next() throws InterruptedException {
        List<Submission<?>> taken = new ArrayList<>();
        Submission<?> first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        while (first != null) {
            taken.add(first);
            queue.drainTo(taken, maxBatch - taken.size());
            first = taken.size() < expected ? another(taken.size()) : null;
        }
        return taken;
    }

    private @Nullable Submission<?> another(int soFar) throws InterruptedException {
        long patience = patientUntilNanos - System.nanoTime();
        boolean most = soFar >= expected - expected / 4;
        return queue.poll(
                most ? Math.min(patience, SILENCE_NANOS) : patience, TimeUnit.NANOSECONDS);
    }

    /** A batch was written: its callers may be back in a moment, beside those who wait already. */
    void written(int size, long tookNanos) {
        expected = Math.min(maxBatch, size + queue.size());
        patientUntilNanos =
                System.nanoTime() + Math.min(tookNanos / FRACTION_OF_A_WRITE, LONGEST_NANOS);
    }
}
