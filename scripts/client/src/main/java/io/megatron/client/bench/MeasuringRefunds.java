package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.operations.Operator;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunState;
import java.time.Duration;

/** Lets a funding miss its deadline, and gives everybody their principal back. */
final class MeasuringRefunds {
    private static final String JOB = "funding-refunds";
    private static final Duration PERIOD = Duration.ofDays(1);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Seeding seeding;
    private final Operator operator;
    private final int lps;

    MeasuringRefunds(Seeding seeding, Operator operator, int lps) {
        this.seeding = seeding;
        this.operator = operator;
        this.lps = lps;
    }

    /** What came out, from the request for the run to its end. */
    record Measured(long refunds, double perSecond) {}

    /** Has everybody contribute, and the deadline pass. */
    void prepare() {
        seeding.createMissedFunding(lps, PERIOD);
        operator.forward(PERIOD);
    }

    Measured run() {
        long begin = System.nanoTime();
        Run run = operator.run(JOB);
        double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
        if (run.getState() != RunState.RUN_STATE_COMPLETED || run.getItemsSkipped() > 0) {
            throw new ClientException("the run of refunds ended otherwise: " + run);
        }
        // One item more than LPs: the asset was cancelled first.
        return new Measured(run.getItemsChanged() - 1, (run.getItemsChanged() - 1) / seconds);
    }
}
