package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.operations.Operator;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunState;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Has the job look at all the books, again and again, until it is to end. Where a look takes longer
 * than what is measured beside it, it is stopped then and given up.
 */
final class MeasuringReconciliation implements AutoCloseable {
    private static final String JOB = "reconciliation";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Operator operator;
    private final Thread thread =
            Thread.ofPlatform().name("reconciliation").unstarted(this::repeat);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile Measured measured = new Measured(0, 0, 0);
    private @Nullable Run underWay;
    private boolean ending;

    MeasuringReconciliation(Operator operator) {
        this.operator = operator;
    }

    /**
     * What came out.
     *
     * @param runs runs that were through
     * @param pieces pieces of the books that were looked at, by one that was not through as well
     * @param seconds what they took, with their rests
     */
    record Measured(long runs, long pieces, double seconds) {
        Measured and(Run run, double tookSeconds) {
            return new Measured(
                    run.getState() == RunState.RUN_STATE_COMPLETED ? runs + 1 : runs,
                    pieces + run.getItemsDone(),
                    seconds + tookSeconds);
        }
    }

    void begin() {
        thread.start();
    }

    private void repeat() {
        try {
            for (Run run = next(); run != null; run = next()) {
                follow(run);
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /** Null once it is to end: no run is begun that nobody would stop. */
    private synchronized @Nullable Run next() {
        underWay = ending ? null : operator.begin(JOB);
        return underWay;
    }

    private void follow(Run begun) {
        long begin = System.nanoTime();
        Run run = operator.await(begun);
        measured = measured.and(run, (System.nanoTime() - begin) / NANOS_PER_SECOND);
        boolean stopped = run.getState() == RunState.RUN_STATE_STOPPED && isEnding();
        if (run.getItemsSkipped() + run.getItemsChanged() > 0
                || run.getState() != RunState.RUN_STATE_COMPLETED && !stopped) {
            throw new ClientException("the reconciliation ended otherwise: " + run);
        }
        if (stopped) {
            operator.abandon(run);
        }
    }

    private synchronized boolean isEnding() {
        return ending;
    }

    /** Ends the run that is under way. */
    Measured end() throws InterruptedException {
        close();
        thread.join();
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        if (measured.pieces() == 0) {
            throw new ClientException(
                    "no piece of the books was looked at beside trades: a node with the role jobs"
                            + " has to be there, and a longer --seconds may help");
        }
        return measured;
    }

    @Override
    public synchronized void close() {
        Run run = underWay;
        if (!ending && run != null) {
            operator.stop(run);
        }
        ending = true;
    }
}
