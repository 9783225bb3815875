package io.megatron.core.operations;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.operations.RecordingActions.Wish;
import io.megatron.mapper.operations.JobMapper;
import io.megatron.mapper.operations.JobRun;
import io.megatron.mapper.operations.JobSchedule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
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
    private static final String FEE_JOB = "fee-collection";

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
     * Asks for a run, or for one run per day, all of them or none.
     *
     * @param days the days they are for; today by the business clock where they are absent
     * @param preview whether they shall only find out what they would change
     * @return the runs by day, at least one; or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#JOB_NOT_FOUND}, {@link Rejection#NO_BUSINESS_DATE} when days are named to a job
     *     whose work belongs to none, {@link Rejection#NOT_DUE} for a day that has not begun
     */
    public Outcome<List<JobRun>> run(
            Operator operator, String job, Optional<Days> days, boolean preview) {
        Wish wish =
                new Wish(
                        "RunJob",
                        job,
                        Map.of(
                                "business_date",
                                days.map(Days::toString).orElse(""),
                                "validate_only",
                                String.valueOf(preview)));
        return actions.once(
                operator,
                wish,
                () ->
                        mayRun(job, days)
                                .map(Outcome::<List<JobRun>>refused)
                                .orElseGet(() -> ask(operator, job, days, preview)),
                () -> runs(ids(operator, days)));
    }

    /**
     * Asks for a run that collects the platform's fees into the treasury.
     *
     * @param preview whether it shall only find out what it would move
     * @return the run, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#JOB_NOT_FOUND}
     *     where no node with jobs has ever started
     */
    public Outcome<JobRun> collectFees(Operator operator, boolean preview) {
        return actions.once(
                        operator,
                        new Wish(
                                "CollectPlatformFees",
                                FEE_JOB,
                                Map.of("validate_only", String.valueOf(preview))),
                        () ->
                                mayRun(FEE_JOB, Optional.empty())
                                        .map(Outcome::<List<JobRun>>refused)
                                        .orElseGet(
                                                () ->
                                                        ask(
                                                                operator,
                                                                FEE_JOB,
                                                                Optional.empty(),
                                                                preview)),
                        () -> runs(List.of(id(operator))))
                .map(List::getFirst);
    }

    private Optional<Refusal> mayRun(String job, Optional<Days> days) {
        Optional<JobSchedule> schedule = known.schedule(job);
        if (schedule.isEmpty()) {
            return Optional.of(known.unknownJob(job));
        }
        if (days.isPresent() && !schedule.get().hasBusinessDate()) {
            return Optional.of(noBusinessDate(job));
        }
        return days.map(Days::to)
                .filter(last -> last.isAfter(today()))
                .map(
                        last ->
                                new Refusal(
                                        Rejection.NOT_DUE,
                                        last + " has not begun; today is " + today() + " (UTC).",
                                        Map.of("today", today().toString())));
    }

    private static Refusal noBusinessDate(String job) {
        return new Refusal(
                Rejection.NO_BUSINESS_DATE,
                "%s has no business date: it works on what is due whenever it runs, and what was"
                                .formatted(job)
                        + " missed is right after one run without a date.",
                Map.of("job", job));
    }

    private Outcome<List<JobRun>> ask(
            Operator operator, String job, Optional<Days> days, boolean preview) {
        List<UUID> ids = ids(operator, days);
        List<LocalDate> each = days.map(Days::each).orElseGet(() -> List.of(today()));
        for (int i = 0; i < ids.size(); i++) {
            insert(operator, ids.get(i), job, each.get(i), preview, null);
        }
        return Outcome.accepted(runs(ids));
    }

    private List<JobRun> runs(List<UUID> ids) {
        return jobs.runsByDate(ids.toArray(UUID[]::new));
    }

    /**
     * The days of a job that have no run.
     *
     * @param dates oldest first, {@value Days#MOST} at the most
     * @param runs those that were asked for, by day
     * @param more whether there are more days
     */
    public record Missing(List<LocalDate> dates, List<JobRun> runs, boolean more) {}

    /**
     * Lists the days that {@link #catchUp} would ask for, and asks for nothing.
     *
     * @return the days, or {@link Rejection#JOB_NOT_FOUND}, {@link Rejection#NO_BUSINESS_DATE}
     */
    public Outcome<Missing> missing(String job) {
        return mayCatchUp(job)
                .map(Outcome::<Missing>refused)
                .orElseGet(
                        () -> {
                            List<LocalDate> dates = missingDates(job);
                            return Outcome.accepted(
                                    new Missing(
                                            dates.stream().limit(Days.MOST).toList(),
                                            List.of(),
                                            dates.size() > Days.MOST));
                        });
    }

    /**
     * Asks for a run of every day that has none that is completed, waits or runs: from the first
     * day that a run is on record for to yesterday by the business clock. Today is the schedule's.
     * A run of what another one skipped does no whole day.
     *
     * @return the runs by day, none when nothing is missing; or {@link
     *     Rejection#REQUEST_ID_REUSED}, {@link Rejection#JOB_NOT_FOUND}, {@link
     *     Rejection#NO_BUSINESS_DATE}
     */
    public Outcome<Missing> catchUp(Operator operator, String job) {
        return actions.once(
                operator,
                new Wish("CatchUp", job, Map.of()),
                () ->
                        mayCatchUp(job)
                                .map(Outcome::<Missing>refused)
                                .orElseGet(() -> Outcome.accepted(askForMissing(operator, job))),
                () -> asked(operator, job, daysOnRecord(job)));
    }

    private Optional<Refusal> mayCatchUp(String job) {
        return known.schedule(job)
                .map(
                        schedule ->
                                schedule.hasBusinessDate()
                                        ? Optional.<Refusal>empty()
                                        : Optional.of(noBusinessDate(job)))
                .orElseGet(() -> Optional.of(known.unknownJob(job)));
    }

    private Missing askForMissing(Operator operator, String job) {
        List<LocalDate> dates = missingDates(job).stream().limit(Days.MOST).toList();
        for (LocalDate date : dates) {
            insert(operator, id(operator, date), job, date, false, null);
        }
        return asked(operator, job, dates);
    }

    /** Finds the runs again by their ids, which follow from the request and the day. */
    private Missing asked(Operator operator, String job, List<LocalDate> among) {
        List<JobRun> runs = runs(among.stream().map(date -> id(operator, date)).toList());
        return new Missing(
                runs.stream().map(JobRun::businessDate).toList(),
                runs,
                !missingDates(job).isEmpty());
    }

    /** One day more than a call asks for, to know whether there are more. */
    private List<LocalDate> missingDates(String job) {
        return jobs.firstDate(job).stream()
                .flatMap(
                        first ->
                                jobs
                                        .missingDates(
                                                job, first, today().minusDays(1), Days.MOST + 1)
                                        .stream())
                .toList();
    }

    private List<LocalDate> daysOnRecord(String job) {
        LocalDate end = today();
        return jobs.firstDate(job).stream()
                .filter(first -> first.isBefore(end))
                .flatMap(first -> first.datesUntil(end))
                .toList();
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
        UUID id = id(operator);
        insert(operator, id, run.job(), run.businessDate(), false, run.id());
        return Outcome.accepted(known.existing(id));
    }

    private void insert(
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
    }

    private static List<UUID> ids(Operator operator, Optional<Days> days) {
        return days.filter(range -> !range.from().equals(range.to()))
                .map(range -> range.each().stream().map(date -> id(operator, date)).toList())
                .orElseGet(() -> List.of(id(operator)));
    }

    /** The id of the one run that a request asks for. */
    private static UUID id(Operator operator) {
        return Call.named("run " + operator.subject() + " " + operator.requestId());
    }

    /** The id of the run for a day, of several that a request asks for. */
    private static UUID id(Operator operator, LocalDate date) {
        return Call.named("run " + operator.subject() + " " + operator.requestId() + " " + date);
    }

    /** Asks for the run of a schedule's slot; whoever asks again asks for nothing new. */
    public void runBySchedule(String job, Instant slot) {
        JobRun run =
                JobRun.requested(
                        Call.named("slot " + job + " " + slot),
                        job,
                        today(),
                        false,
                        slot,
                        null,
                        "schedule",
                        "its schedule",
                        actions.now());
        actions.silently(() -> jobs.insertScheduledRun(run));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
