package io.megatron.core.ledger.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes what waits out of the queue, a batch at a time, for the lane whose turn it is.
 *
 * <p>While the batch before is being written, a batch that is worth deciding ahead is begun with
 * what waits, and takes in what comes until the database is free for it. With fewer commands than
 * that the fixed cost of a batch is most of it, so they wait for the batch before to end, and then
 * for its callers. These come back one after the other, so a batch is begun with the first of them,
 * and the others are decided as they come.
 *
 * <p>Callers who were just answered tend to come back at once. Taking only those who waited
 * meanwhile would split the callers into two halves that wait for each other for ever, each batch
 * half as large as it could be; so the next batch gives the others a moment, at most half of what
 * the last write took, and no longer than until as many are there as were before; or half of them,
 * where the halves are large enough for two lanes. Once three quarters of them are, a short silence
 * is enough: the last few may have left, or be on their way for long (docs/performance/trading.md).
 * Nobody waits for a lone caller: after a batch of one with nobody behind it, one is all there is
 * to wait for.
 *
 * <p>Jobs have time: beside people's commands theirs are at most a quarter of a batch, and wait
 * here for the next one; nobody waits for more of them. Where no people are, they have the batch to
 * themselves.
 */
final class Gathering {
    /** So many commands are worth a batch of their own while another is being written. */
    static final int LEAST_AHEAD = 64;

    /** So many are worth a look at the database of their own, while more of a batch come. */
    static final int PIECE = 24;

    private static final long IDLE_MILLIS = 25;
    private static final int FRACTION_OF_A_WRITE = 2;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SILENCE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final int PEOPLE_PER_JOB_COMMAND = 3;

    private final BlockingQueue<Submission<?>> queue;
    private final int maxBatch;
    private final BooleanSupplier aheadIsPossible;
    private final Supplier<Fate> lastBatch;
    private final Deque<Submission<?>> jobs = new ArrayDeque<>();
    private @Nullable Fate awaited;
    private int expected = 1;

    /**
     * Takes from a queue.
     *
     * @param aheadIsPossible whether another lane may be writing while the next one gathers
     * @param lastBatch what becomes of the batch that was decided last
     */
    Gathering(
            BlockingQueue<Submission<?>> queue,
            int maxBatch,
            BooleanSupplier aheadIsPossible,
            Supplier<Fate> lastBatch) {
        this.queue = queue;
        this.maxBatch = maxBatch;
        this.aheadIsPossible = aheadIsPossible;
        this.lastBatch = lastBatch;
    }

    /** The next batch, or a first piece of it; empty when nothing came for a while. */
    List<Submission<?>> next() throws InterruptedException {
        List<Submission<?>> taken = new ArrayList<>();
        Submission<?> first =
                jobs.isEmpty() ? queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS) : another(taken);
        while (first != null) {
            take(first, taken, 0);
            first = another(taken);
        }
        int people = taken.size();
        int size = people == 0 ? maxBatch : people + Math.max(1, people / PEOPLE_PER_JOB_COMMAND);
        while (!jobs.isEmpty() && taken.size() < Math.min(size, maxBatch)) {
            taken.add(jobs.remove());
        }
        return taken;
    }

    /**
     * What people sent while the last batch is being written, and while its callers come back, in
     * pieces that are worth a look at the database; empty once nobody else is waited for.
     *
     * @param soFar how many commands the batch has already
     */
    List<Submission<?>> meanwhile(int soFar) throws InterruptedException {
        Fate last = lastBatch.get();
        List<Submission<?>> taken = new ArrayList<>();
        long pieceEndsAt = System.nanoTime() + PIECE_NANOS;
        boolean more = true;
        while (more
                && (taken.isEmpty() || (taken.size() < PIECE && System.nanoTime() < pieceEndsAt))) {
            more =
                    last.hasEnded()
                            ? takeReturning(last, soFar, taken)
                            : takeComing(last, soFar, taken);
        }
        return taken;
    }

    /**
     * What people have sent until now, where it is worth a look at the database of its own; nobody
     * is waited for.
     *
     * @param soFar how many commands the batch has already
     */
    List<Submission<?>> waiting(int soFar) {
        List<Submission<?>> taken = new ArrayList<>();
        Submission<?> first =
                queue.size() >= PIECE && soFar + PIECE <= room() ? queue.poll() : null;
        if (first != null) {
            take(first, taken, soFar);
        }
        return taken;
    }

    /** Returns whether there may be more to wait for. */
    private boolean takeComing(Fate last, int soFar, List<Submission<?>> taken)
            throws InterruptedException {
        if (!last.isFarFromItsEnd() || soFar + taken.size() >= room()) {
            return false;
        }
        Submission<?> another = queue.poll(SILENCE_NANOS, TimeUnit.NANOSECONDS);
        if (another != null) {
            take(another, taken, soFar);
        }
        return true;
    }

    /** A batch that was begun before the last one ended does not wait for its callers. */
    private boolean takeReturning(Fate last, int soFar, List<Submission<?>> taken)
            throws InterruptedException {
        int size = soFar + taken.size();
        if (last != awaited || size >= expected) {
            return false;
        }
        Submission<?> another = returning(last, size);
        if (another != null) {
            take(another, taken, soFar);
        }
        return another != null;
    }

    /**
     * A command and those behind it that have room beside what the batch has and is taken already.
     */
    private void take(Submission<?> first, List<Submission<?>> taken, int soFar) {
        List<Submission<?>> arrived = new ArrayList<>();
        arrived.add(first);
        queue.drainTo(arrived, Math.max(0, room() - soFar - taken.size() - 1));
        for (Submission<?> submission : arrived) {
            (submission.command().call().isByJob() ? jobs : taken).add(submission);
        }
    }

    /** How many people's commands a batch takes: some room is left for jobs that wait. */
    private int room() {
        return jobs.isEmpty()
                ? maxBatch
                : Math.max(1, maxBatch - maxBatch / (PEOPLE_PER_JOB_COMMAND + 1));
    }

    private @Nullable Submission<?> another(List<Submission<?>> taken) throws InterruptedException {
        Fate last = lastBatch.get();
        int soFar = taken.size();
        while (!last.hasEnded()) {
            if (soFar >= Math.min(LEAST_AHEAD, room())) {
                return null;
            }
            Submission<?> next = queue.poll(SILENCE_NANOS, TimeUnit.NANOSECONDS);
            if (next != null) {
                return next;
            }
        }
        return soFar < Math.min(PIECE, expectedAfter(last, taken)) ? returning(last, soFar) : null;
    }

    /**
     * How many to wait for after a batch: its callers, beside those who came while it was written.
     */
    private int expectedAfter(Fate last, List<Submission<?>> taken) {
        if (last != awaited) {
            awaited = last;
            int callers = last.people() + peopleBeside(last, taken);
            expected =
                    Math.min(
                            room(),
                            aheadIsPossible.getAsBoolean() && callers >= 2 * LEAST_AHEAD
                                    ? callers / 2
                                    : callers);
        }
        return expected;
    }

    private @Nullable Submission<?> returning(Fate last, int soFar) throws InterruptedException {
        long patience =
                last.endedAtNanos()
                        + Math.min(last.lastedNanos() / FRACTION_OF_A_WRITE, LONGEST_NANOS)
                        - System.nanoTime();
        boolean most = soFar >= expected - expected / 4;
        return queue.poll(
                most ? Math.min(patience, SILENCE_NANOS) : patience, TimeUnit.NANOSECONDS);
    }

    /** Who came before a batch ended is none of its callers, who were not answered then. */
    private int peopleBeside(Fate last, List<Submission<?>> taken) {
        return (int)
                Stream.concat(taken.stream(), queue.stream())
                        .filter(submission -> !submission.command().call().isByJob())
                        .filter(submission -> submission.cameBefore(last.endedAtNanos()))
                        .count();
    }

    /** Whether commands of jobs wait for a batch with room for them. */
    boolean holdsJobs() {
        return !jobs.isEmpty();
    }
}
