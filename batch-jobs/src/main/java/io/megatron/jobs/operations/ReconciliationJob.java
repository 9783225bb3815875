package io.megatron.jobs.operations;

import io.megatron.core.Outcome;
import io.megatron.core.operations.Reconciling;
import io.megatron.core.operations.WorkingRuns;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks every invariant. A finding is a row that operators can list, a metric to raise an alarm
 * on, and a line in the log; it is never corrected by itself.
 */
@Component
class ReconciliationJob implements ExchangeJob {
    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationJob.class);
    private static final String BOOKS = "the books";

    private final Reconciling reconciling;
    private final WorkingRuns runs;
    private final AtomicLong findings = new AtomicLong();
    private final AtomicLong checkedAtSeconds = new AtomicLong();

    ReconciliationJob(Reconciling reconciling, WorkingRuns runs, MeterRegistry meters) {
        this.reconciling = reconciling;
        this.runs = runs;
        Gauge.builder("megatron.reconciliation.findings", findings, AtomicLong::get)
                .description("rows that broke an invariant at the last reconciliation of this node")
                .register(meters);
        Gauge.builder("megatron.reconciliation.checked.at", checkedAtSeconds, AtomicLong::get)
                .description("when this node last reconciled, in seconds since 1970; 0 for never")
                .baseUnit("seconds")
                .register(meters);
    }

    @Override
    public String name() {
        return "reconciliation";
    }

    @Override
    public String description() {
        return "Checks every invariant of the books and lists what breaks one";
    }

    @Override
    public String schedule() {
        return "0 0 1 * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(new Checking());
    }

    private final class Checking implements Phase<String> {
        @Override
        public String name() {
            return "check";
        }

        @Override
        public long count(Run run) {
            return 1;
        }

        @Override
        public List<String> due(Run run, Optional<String> after, int limit) {
            return after.isEmpty() ? List.of(BOOKS) : List.of();
        }

        @Override
        public String key(String item) {
            return item;
        }

        /** Finds out the same in a preview, and keeps it: looking changes nothing. */
        @Override
        public Outcome<Effect> work(Run run, String item) {
            Reconciling.Report report = reconciling.reconcile();
            long found = report.checks().stream().mapToLong(check -> check.findings().size()).sum();
            runs.found(run.id(), report);
            findings.set(found);
            checkedAtSeconds.set(runs.now().getEpochSecond());
            if (found > 0) {
                LOG.error(
                        "reconciliation {} found {} rows that break an invariant", run.id(), found);
            }
            return Outcome.accepted(new Effect(found > 0, found + " findings"));
        }
    }
}
