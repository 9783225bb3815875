package io.megatron.jobs.operations;

import io.megatron.core.operations.AnnouncingFindings;
import io.megatron.core.operations.ReconciliationSettings;
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

    private final Reconciling reconciling;
    private final AnnouncingFindings announcing;
    private final WorkingRuns runs;
    private final ReconciliationSettings settings;
    private final BooksFigures figures;

    IncrementalReconciliationJob(
            Reconciling reconciling,
            AnnouncingFindings announcing,
            WorkingRuns runs,
            ReconciliationSettings settings,
            MeterRegistry meters) {
        this.reconciling = reconciling;
        this.announcing = announcing;
        this.runs = runs;
        this.settings = settings;
        figures = new BooksFigures(NAME, meters);
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
        return List.of(
                new CheckingBooks(
                        reconciling::beginYounger,
                        reconciling,
                        announcing,
                        runs,
                        settings,
                        figures));
    }
}
