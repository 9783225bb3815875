package io.megatron.core.operations;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.operations.RecordingActions.Wish;
import io.megatron.mapper.operations.JobMapper;
import io.megatron.mapper.operations.JobRun;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How runs come to be, by operators and by schedules. Nothing here runs a job: a run is asked for,
 * and a job node takes it up. Whatever an operator asks for takes effect once per request id and is
 * on record, with who and why.
 */
@Component
public class AskingForRuns {
    private final RecordingActions actions;
    private final JobMapper jobs;
    private final KnownJobs known;
    private final Clock clock;

    AskingForRuns(RecordingActions actions, JobMapper jobs, KnownJobs known, Clock clock) {
        this.actions = actions;
        this.jobs = jobs;
        this.known = known;
        this.clock = clock;
    }

    /**
     * Asks for a run.
     *
     * @param businessDate the day it is for; today by the business clock where it is absent
     * @param preview whether it shall only find out what it would change
     * @return the run, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#JOB_NOT_FOUND},
     *     {@link Rejection#NOT_DUE} for a day that has not begun
     */
    public Outcome<JobRun> run(
            Operator operator, String job, Optional<LocalDate> businessDate, boolean preview) {
        Wish wish =
                new Wish(
                        "RunJob",
                        job,
                        Map.of(
                                "business_date",
                                businessDate.map(LocalDate::toString).orElse(""),
                                "validate_only",
                                String.valueOf(preview)));
        return actions.once(
                operator,
                wish,
                () -> ask(operator, job, businessDate.orElseGet(this::today), preview),
                () -> known.existing(id(operator)));
    }

    private Outcome<JobRun> ask(
            Operator operator, String job, LocalDate businessDate, boolean preview) {
        if (known.schedule(job).isEmpty()) {
            return Outcome.refused(known.unknownJob(job));
        }
        if (businessDate.isAfter(today())) {
            return Outcome.refused(
                    new Refusal(
                            Rejection.NOT_DUE,
                            businessDate + " has not begun; today is " + today() + " (UTC).",
                            Map.of("today", today().toString())));
        }
        return Outcome.accepted(insert(operator, id(operator), job, businessDate, preview, null));
    }

    /**
     * Asks for a run of the same job, for the same day, that works only on the items that a run
     * which has ended skipped. Those that are no longer due then are not there: they are done.
     *
     * @param run the run that skipped them
     * @return the new run, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#RUN_NOT_FOUND},
     *     {@link Rejection#RUN_STATE_CONFLICT} when it waits or runs, {@link
     *     Rejection#NOTHING_TO_RETRY} when it skipped nothing or was a preview
     */
    public Outcome<JobRun> retrySkipped(Operator operator, UUID run) {
        return actions.once(
                operator,
                new Wish("RetrySkippedItems", run.toString(), Map.of()),
                () ->
                        known.run(run)
                                .map(skipping -> retry(operator, skipping))
                                .orElseGet(() -> Outcome.refused(known.unknownRun(run))),
                () -> known.existing(id(operator)));
    }

    private Outcome<JobRun> retry(Operator operator, JobRun run) {
        if (run.state().isOpen()) {
            return Outcome.refused(
                    new Refusal(
                            Rejection.RUN_STATE_CONFLICT,
                            "The run is %s; what it skips can be retried when it has ended."
                                    .formatted(run.state()),
                            Map.of("state", run.state().name())));
        }
        if (run.preview()) {
            return Outcome.refused(
                    Rejection.NOTHING_TO_RETRY,
                    "The run was a preview and tried nothing; run the job instead.");
        }
        if (jobs.countSkipped(run.id()) == 0) {
            return Outcome.refused(Rejection.NOTHING_TO_RETRY, "The run skipped nothing.");
        }
        return Outcome.accepted(
                insert(operator, id(operator), run.job(), run.businessDate(), false, run.id()));
    }

    private JobRun insert(
            Operator operator,
            UUID id,
            String job,
            LocalDate businessDate,
            boolean preview,
            @Nullable UUID retries) {
        jobs.insertRun(
                JobRun.requested(
                        id,
                        job,
                        businessDate,
                        preview,
                        null,
                        retries,
                        operator.subject().toString(),
                        operator.reason(),
                        actions.now()));
        return known.existing(id);
    }

    /** The id of the run that a request asks for. */
    private static UUID id(Operator operator) {
        return Call.named("run " + operator.subject() + " " + operator.requestId());
    }

    /** Asks for the run of a schedule's slot; whoever asks again asks for nothing new. */
    public void runBySchedule(String job, Instant slot) {
        actions.silently(
                () ->
                        jobs.insertRun(
                                JobRun.requested(
                                        Call.named("slot " + job + " " + slot),
                                        job,
                                        today(),
                                        false,
                                        slot,
                                        null,
                                        "schedule",
                                        "its schedule",
                                        actions.now())));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
