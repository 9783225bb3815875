package io.megatron.jobs.operations;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.operations.AnnouncingFindings;
import io.megatron.core.operations.Look;
import io.megatron.core.operations.ReconciliationSettings;
import io.megatron.core.operations.Reconciling;
import io.megatron.core.operations.WorkingRuns;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at the books, piece by piece, in short snapshots with a rest after each, so that traders
 * hardly notice. A finding is a row that operators can list, a metric to raise an alarm on, an
 * event and a line in the log; it is never corrected by itself.
 */
final class CheckingBooks implements Phase<Look.Piece> {
    private static final Logger LOG = LoggerFactory.getLogger(CheckingBooks.class);

    private final Supplier<Look> beginning;
    private final Reconciling reconciling;
    private final AnnouncingFindings announcing;
    private final WorkingRuns runs;
    private final RestingForTraders resting;
    private final BooksFigures figures;
    private @Nullable Look begun;
    private long found;

    /**
     * @param beginning begins what this attempt of a run looks at
     */
    CheckingBooks(
            Supplier<Look> beginning,
            Reconciling reconciling,
            AnnouncingFindings announcing,
            WorkingRuns runs,
            ReconciliationSettings settings,
            BooksFigures figures) {
        this.beginning = beginning;
        this.reconciling = reconciling;
        this.announcing = announcing;
        this.runs = runs;
        this.resting = new RestingForTraders(reconciling, settings);
        this.figures = figures;
    }

    @Override
    public String name() {
        return "check";
    }

    @Override
    public long count(Run run) {
        return look(run).pieces().size();
    }

    @Override
    public List<Look.Piece> due(Run run, Optional<Look.Piece> after, int limit) {
        List<Look.Piece> pieces = look(run).pieces();
        int from = after.map(Look.Piece::number).orElse(0);
        return pieces.subList(from, Math.min(from + limit, pieces.size()));
    }

    private Look look(Run run) {
        Look look = begun;
        if (look == null) {
            runs.forgetFindings(run.id());
            look = beginning.get();
            begun = look;
        }
        return look;
    }

    @Override
    public String key(Look.Piece piece) {
        return piece.name();
    }

    /** One piece after another: several at once would take the connections of readers. */
    @Override
    public int atOnce(int usual) {
        return 1;
    }

    /**
     * Finds out the same in a preview, and keeps it: looking changes nothing, so nothing is said.
     */
    @Override
    public Outcome<Effect> work(Run run, Look.Piece piece) {
        Look look = look(run);
        List<Look.Found> there = look.check(piece, open -> resting.rest(open, run.stopAsked()));
        runs.found(run.id(), found, there);
        if (!run.preview()) {
            there.forEach(each -> announcing.announce(each, Deadline.none()));
        }
        found += there.size();
        if (look.isComplete()) {
            conclude(run, look);
        }
        return Outcome.accepted(new Effect(!there.isEmpty(), there.size() + " findings"));
    }

    private void conclude(Run run, Look look) {
        Reconciling.Report report = look.report();
        figures.checked(report.findings(), runs.now());
        if (!report.isClean()) {
            LOG.error(
                    "reconciliation {} found {} rows that break an invariant",
                    run.id(),
                    report.findings());
        } else if (!run.preview()) {
            reconciling.passed(report.upTo());
        }
    }
}
