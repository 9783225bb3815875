package io.megatron.core.ledger.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
 *
 * <p>Jobs have time: beside people's commands theirs are at most a quarter of a batch, and wait
 * here for the next one; nobody waits for more of them. Where no people are, they have the batch to
 * themselves.
 */
final class Gathering {
    private static final long IDLE_MILLIS = 100;
    private static final int FRACTION_OF_A_WRITE = 2;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SILENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final int PEOPLE_PER_JOB_COMMAND = 3;

    private final BlockingQueue<Submission<?>> queue;
    private final int maxBatch;
    private final Deque<Submission<?>> jobs = new ArrayDeque<>();
    private int expected = 1;
    private int people;
    private long patientUntilNanos = System.nanoTime();

    Gathering(BlockingQueue<Submission<?>> queue, int maxBatch) {
        this.queue = queue;
        this.maxBatch = maxBatch;
    }

    /** The next batch; empty when nothing came for a while. */
    List<Submission<?>> next() throws InterruptedException {
        List<Submission<?>> taken = new ArrayList<>();
        List<Submission<?>> arrived = new ArrayList<>();
        Submission<?> first =
                jobs.isEmpty() ? queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS) : another(0);
        while (first != null) {
            arrived.add(first);
            queue.drainTo(arrived, Math.max(0, room() - taken.size() - arrived.size()));
            sort(arrived, taken);
            first = taken.size() < expected ? another(taken.size()) : null;
        }
        people = taken.size();
        int size = people == 0 ? maxBatch : people + Math.max(1, people / PEOPLE_PER_JOB_COMMAND);
        while (!jobs.isEmpty() && taken.size() < Math.min(size, maxBatch)) {
            taken.add(jobs.remove());
        }
        return taken;
    }

    /** How many people's commands a batch takes: some room is left for jobs that wait. */
    private int room() {
        return jobs.isEmpty()
                ? maxBatch
                : Math.max(1, maxBatch - maxBatch / (PEOPLE_PER_JOB_COMMAND + 1));
    }

    private void sort(List<Submission<?>> arrived, List<Submission<?>> taken) {
        for (Submission<?> submission : arrived) {
            (submission.command().call().isByJob() ? jobs : taken).add(submission);
        }
        arrived.clear();
    }

    private @Nullable Submission<?> another(int soFar) throws InterruptedException {
        long patience = patientUntilNanos - System.nanoTime();
        boolean most = soFar >= expected - expected / 4;
        return queue.poll(
                most ? Math.min(patience, SILENCE_NANOS) : patience, TimeUnit.NANOSECONDS);
    }

    /** A batch was written: its callers may be back in a moment, beside those who wait already. */
    void written(long tookNanos) {
        expected = Math.min(room(), people + peopleWaiting());
        patientUntilNanos =
                System.nanoTime() + Math.min(tookNanos / FRACTION_OF_A_WRITE, LONGEST_NANOS);
    }

    private int peopleWaiting() {
        return (int)
                queue.stream().filter(submission -> !submission.command().call().isByJob()).count();
    }

    /** Whether commands of jobs wait for a batch with room for them. */
    boolean holdsJobs() {
        return !jobs.isEmpty();
    }
}
