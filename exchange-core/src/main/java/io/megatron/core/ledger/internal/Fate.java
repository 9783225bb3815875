package io.megatron.core.ledger.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What becomes of a batch that has been decided, for those who go by it before it is certain. */
final class Fate {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final CompletableFuture<Boolean> committed = new CompletableFuture<>();
    private final long typicalNanos;
    private final long madeAtNanos = System.nanoTime();
    private volatile @Nullable Fate before;
    private volatile int people;
    private volatile long sentAtNanos;
    private volatile long endedAtNanos;
    private volatile long tookNanos;
    private volatile boolean sent;
    private volatile boolean decidedInVain;

    private Fate(@Nullable Fate before, long typicalNanos) {
        this.before = before;
        this.typicalNanos = typicalNanos;
    }

    /** The fate of a batch that is long past. */
    static Fate past() {
        Fate past = new Fate(null, 0);
        past.committed();
        return past;
    }

    /** The fate of the batch after another one. */
    static Fate after(Fate before) {
        return new Fate(before, before.hasEnded() ? before.tookNanos : before.typicalNanos);
    }

    void decided(int peopleInBatch) {
        people = peopleInBatch;
    }

    /** All of it is on its way to the database. */
    void sent() {
        sentAtNanos = System.nanoTime();
        sent = true;
    }

    void committed() {
        end(true);
    }

    /** Nothing was written, since the book stood elsewhere. */
    void inVain() {
        decidedInVain = true;
        end(false);
    }

    /** It was rolled back, or nobody can say yet. */
    void failed() {
        end(false);
    }

    private void end(boolean durable) {
        endedAtNanos = System.nanoTime();
        tookNanos = isAtWork() ? endedAtNanos - begunAtNanos() : 0;
        before = null;
        committed.complete(durable);
    }

    /** Whether the database works at it, as far as this node can tell. */
    private boolean isAtWork() {
        Fate other = before;
        return sent && (other == null || other.hasEnded());
    }

    private long begunAtNanos() {
        Fate other = before;
        return other == null ? sentAtNanos : Math.max(sentAtNanos, other.endedAtNanos);
    }

    /** Whether the database will be busy with it for a good while yet. */
    boolean isFarFromItsEnd() {
        return !hasEnded()
                && !(isAtWork() && System.nanoTime() - begunAtNanos() >= typicalNanos / 2);
    }

    boolean hasEnded() {
        return committed.isDone();
    }

    /** Whether nothing was written, since the book stood elsewhere. */
    boolean wasInVain() {
        return decidedInVain;
    }

    /** Whether it is certain that the batch is durable. */
    boolean isCommitted() {
        return committed.getNow(false);
    }

    /** How many people's commands were in it. */
    int people() {
        return people;
    }

    long endedAtNanos() {
        return endedAtNanos;
    }

    /** How long it took, from its first command to its end. */
    long lastedNanos() {
        return endedAtNanos - madeAtNanos;
    }

    /** Whether it becomes certain, within a second, that the batch is durable. */
    boolean isSoonCommitted() {
        try {
            return committed.get(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException unknown) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
