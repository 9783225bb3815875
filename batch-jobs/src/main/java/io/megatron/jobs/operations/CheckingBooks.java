package io.megatron.jobs.operations;

import io.megatron.core.Outcome;
import io.megatron.core.operations.Reconciling;
import io.megatron.core.operations.WorkingRuns;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at the books. A finding is a row that operators can list, a metric to raise an alarm on,
 * and a line in the log; it is never corrected by itself.
 */
final class CheckingBooks implements Phase<String> {
    private static final Logger LOG = LoggerFactory.getLogger(CheckingBooks.class);
    private static final String BOOKS = "the books";

    private final Supplier<Reconciling.Report> look;
    private final Reconciling reconciling;
    private final WorkingRuns runs;
    private final AtomicLong findings = new AtomicLong();
    private final AtomicLong checkedAtSeconds = new AtomicLong();

    /**
     * @param look what is looked at
     */
    CheckingBooks(
            String job,
            Supplier<Reconciling.Report> look,
            Reconciling reconciling,
            WorkingRuns runs,
            MeterRegistry meters) {
        this.look = look;
        this.reconciling = reconciling;
        this.runs = runs;
        Tags tags = Tags.of("job", job);
        Gauge.builder("megatron.reconciliation.findings", findings, AtomicLong::get)
                .description("rows that broke an invariant at this node's last look at the books")
                .tags(tags)
                .register(meters);
        Gauge.builder("megatron.reconciliation.checked.at", checkedAtSeconds, AtomicLong::get)
                .description("when this node last looked, in seconds since 1970; 0 for never")
                .baseUnit("seconds")
                .tags(tags)
                .register(meters);
    }

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
        Reconciling.Report report = look.get();
        runs.found(run.id(), report);
        findings.set(report.findings());
        checkedAtSeconds.set(runs.now().getEpochSecond());
        if (!report.isClean()) {
            LOG.error(
                    "reconciliation {} found {} rows that break an invariant",
                    run.id(),
                    report.findings());
        } else if (!run.preview()) {
            reconciling.passed(report.upTo());
        }
        return Outcome.accepted(new Effect(!report.isClean(), report.findings() + " findings"));
    }
}
