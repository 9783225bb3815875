package io.megatron.jobs.operations;

import io.megatron.core.operations.Reconciling;
import io.megatron.core.operations.WorkingRuns;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** Checks every invariant over all that is on record. */
@Component
class ReconciliationJob implements ExchangeJob {
    private static final String NAME = "reconciliation";

    private final CheckingBooks checking;

    ReconciliationJob(Reconciling reconciling, WorkingRuns runs, MeterRegistry meters) {
        checking = new CheckingBooks(NAME, reconciling::reconcile, reconciling, runs, meters);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Checks every invariant of the books over all that is on record, and lists what"
                + " breaks one";
    }

    @Override
    public String schedule() {
        return "0 0 1 * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(checking);
    }
}
