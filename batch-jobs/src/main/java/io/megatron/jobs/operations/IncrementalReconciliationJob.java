package io.megatron.jobs.operations;

import io.megatron.core.operations.Reconciling;
import io.megatron.core.operations.WorkingRuns;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** Checks the totals, and the records since the books were last found right. */
@Component
class IncrementalReconciliationJob implements ExchangeJob {
    private static final String NAME = "reconciliation-incremental";

    private final CheckingBooks checking;

    IncrementalReconciliationJob(Reconciling reconciling, WorkingRuns runs, MeterRegistry meters) {
        checking =
                new CheckingBooks(NAME, reconciling::reconcileYounger, reconciling, runs, meters);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Checks the totals of the books and the records since they were last found right";
    }

    @Override
    public String schedule() {
        return "0 2/5 * * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(checking);
    }
}
