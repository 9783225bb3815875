package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BookException;
import io.megatron.core.ledger.BookSettings;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees a batch through: repeats it after conflicts and outages, halves it around a poisoned
 * command, finds out what became of a commit that was cut off, and answers every caller.
 */
@Component
final class BatchWriting {
    private static final Logger LOG = LoggerFactory.getLogger(BatchWriting.class);

    private final BatchTransactions transactions;
    private final BookMetrics metrics;
    private final BookSettings settings;
    private final RandomGenerator random;

    BatchWriting(
            BatchTransactions transactions,
            BookMetrics metrics,
            BookSettings settings,
            RandomGenerator random) {
        this.transactions = transactions;
        this.metrics = metrics;
        this.settings = settings;
        this.random = random;
    }

    /** Returns once every submission of the batch is answered or failed. */
    void write(Intake intake) {
        long giveUpAt = System.nanoTime() + settings.outagePatience().toNanos();
        Intake trying = intake;
        int lostCommits = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                transactions.write(trying).answerAllBeside();
                return;
            } catch (BatchTransactions.DecidedInVain e) {
                metrics.decidedInVain();
            } catch (BatchTransactions.CommitUnknown e) {
                lostCommits++;
                if (settleUnknown(trying.taken(), e) || isHopeless(trying.taken(), lostCommits)) {
                    return;
                }
                pause(attempt);
            } catch (RuntimeException | Error e) {
                if (endsHere(trying.taken(), e, attempt, giveUpAt)) {
                    return;
                }
                pause(attempt);
            }
            trying = Intake.of(trying.taken());
        }
    }

    private boolean endsHere(
            List<Submission<?>> submissions, Throwable e, int attempt, long giveUpAt) {
        switch (SqlFailures.classify(e)) {
            case CONFLICT -> {
                metrics.aborted();
                LOG.warn("book batch of {} met a conflict: {}", submissions.size(), e.getMessage());
                return attempt >= settings.conflictAttempts()
                        && failAll(submissions, new BookException.Aborted(attempt));
            }
            case OUTAGE -> {
                metrics.cutOff();
                LOG.warn("book batch of {} was cut off: {}", submissions.size(), e.getMessage());
                return System.nanoTime() - giveUpAt >= 0
                        && failAll(submissions, new BookException.Unavailable());
            }
            case DEFECT -> halve(submissions, e);
        }
        return true;
    }

    /** A batch that takes its connection down with every commit must not keep the book for ever. */
    private boolean isHopeless(List<Submission<?>> submissions, int lostCommits) {
        return lostCommits >= settings.conflictAttempts()
                && failAll(submissions, new BookException.Unavailable());
    }

    private static boolean failAll(List<Submission<?>> submissions, BookException reason) {
        submissions.forEach(submission -> submission.fail(reason));
        return true;
    }

    private void halve(List<Submission<?>> submissions, Throwable e) {
        if (submissions.size() == 1) {
            Submission<?> culprit = submissions.getFirst();
            LOG.error("book command {} failed", culprit.command().call().method(), e);
            culprit.fail(e);
            return;
        }
        metrics.halved();
        int middle = submissions.size() / 2;
        write(Intake.of(submissions.subList(0, middle)));
        write(Intake.of(submissions.subList(middle, submissions.size())));
    }

    /**
     * Asks the database what became of a commit that was cut off. Nobody is answered before that:
     * an answer now could be the wrong one.
     *
     * @return whether the callers have been told; if not, nothing was written and it can be tried
     *     again
     */
    private boolean settleUnknown(
            List<Submission<?>> submissions, BatchTransactions.CommitUnknown unknown) {
        metrics.cutOff();
        LOG.warn("book lost its connection during a commit: {}", unknown.getMessage());
        long giveUpAt = System.nanoTime() + settings.unknownPatience().toNanos();
        for (int attempt = 1; System.nanoTime() - giveUpAt < 0; attempt++) {
            try {
                boolean durable = transactions.isDurable(unknown.batch());
                if (durable) {
                    unknown.batch().answerAllBeside();
                }
                LOG.info("book commit that was cut off is {}", durable ? "durable" : "void");
                return durable;
            } catch (RuntimeException e) {
                LOG.warn("book cannot be asked yet: {}", e.getMessage());
                pause(attempt);
            }
        }
        return failAll(submissions, new BookException.OutcomeUnknown());
    }

    private void pause(int attempt) {
        long base = Math.min(200, 5L << Math.min(attempt, 6));
        try {
            Thread.sleep(Duration.ofMillis(base / 2 + random.nextLong(base)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
