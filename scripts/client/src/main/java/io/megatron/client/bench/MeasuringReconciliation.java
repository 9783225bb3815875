package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.operations.Operator;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunState;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Has the job look at all the books, again and again, until it is closed. */
final class MeasuringReconciliation implements AutoCloseable {
    private static final String JOB = "reconciliation";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Operator operator;
    private final Thread thread =
            Thread.ofPlatform().name("reconciliation").unstarted(this::repeat);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean closing;
    private volatile Measured measured = new Measured(0, 0, 0);

    MeasuringReconciliation(Operator operator) {
        this.operator = operator;
    }

    /**
     * What came out.
     *
     * @param runs runs that have ended
     * @param pieces pieces of the books they looked at
     * @param seconds what they took, with their rests
     */
    record Measured(long runs, long pieces, double seconds) {
        Measured and(Run run, double tookSeconds) {
            return new Measured(runs + 1, pieces + run.getItemsDone(), seconds + tookSeconds);
        }
    }

    void begin() {
        thread.start();
    }

    private void repeat() {
        try {
            do {
                long begin = System.nanoTime();
                Run run = operator.run(JOB);
                if (run.getState() != RunState.RUN_STATE_COMPLETED
                        || run.getItemsSkipped() + run.getItemsChanged() > 0) {
                    throw new ClientException("the reconciliation ended otherwise: " + run);
                }
                measured = measured.and(run, (System.nanoTime() - begin) / NANOS_PER_SECOND);
            } while (!closing);
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /** Ends with the run that is under way. */
    Measured end() throws InterruptedException {
        close();
        thread.join();
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return measured;
    }

    @Override
    public void close() {
        closing = true;
    }
}
