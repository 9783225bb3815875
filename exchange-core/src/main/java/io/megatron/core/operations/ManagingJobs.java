package io.megatron.core.operations;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.operations.RecordingActions.Wish;
import io.megatron.mapper.audit.AuditEntry;
import io.megatron.mapper.audit.AuditMapper;
import io.megatron.mapper.operations.JobFinding;
import io.megatron.mapper.operations.JobItem;
import io.megatron.mapper.operations.JobMapper;
import io.megatron.mapper.operations.JobRun;
import io.megatron.mapper.operations.JobSchedule;
import io.megatron.mapper.operations.JobState;
import io.megatron.mapper.operations.JobTrigger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.stereotype.Component;

/**
 * What operators see of jobs, and what they do about schedules and about runs that were asked for.
 * Whatever they do takes effect once per request id and is on record, with who and why.
 */
@Component
public class ManagingJobs {
    /** A node says that it is alive every few seconds; after this long it is not. */
    public static final Duration HEARTBEAT_GONE = Duration.ofSeconds(30);

    private static final int FIELDS = 6;
    private static final int DAY_OF_MONTH = 3;
    private static final int DAY_OF_WEEK = 5;

    private final RecordingActions actions;
    private final JobMapper jobs;
    private final AuditMapper audit;
    private final KnownJobs known;

    ManagingJobs(RecordingActions actions, JobMapper jobs, AuditMapper audit, KnownJobs known) {
        this.actions = actions;
        this.jobs = jobs;
        this.audit = audit;
        this.known = known;
    }

    /** A job, when it runs next by its schedule, its trigger, and its last run. */
    public record Overview(
            JobSchedule schedule, Optional<Instant> next, Trigger trigger, Optional<JobRun> last) {}

    /** Every job that a job node has written down, by name. */
    public List<Overview> jobs() {
        Map<String, JobRun> last =
                jobs.lastRuns().stream()
                        .collect(Collectors.toMap(JobRun::job, Function.identity()));
        Map<String, Trigger> triggers =
                jobs.triggers().stream()
                        .collect(
                                Collectors.toMap(
                                        JobTrigger::job, held -> Trigger.of(held, actions.now())));
        return jobs.schedules().stream()
                .map(
                        schedule ->
                                new Overview(
                                        schedule,
                                        next(schedule),
                                        triggers.getOrDefault(schedule.job(), Trigger.absent()),
                                        Optional.ofNullable(last.get(schedule.job()))))
                .toList();
    }

    private Optional<Instant> next(JobSchedule schedule) {
        return schedule.paused()
                ? Optional.empty()
                : Optional.ofNullable(
                                CronExpression.parse(schedule.cron())
                                        .next(actions.now().atOffset(ZoneOffset.UTC)))
                        .map(OffsetDateTime::toInstant);
    }

    /** A run as it stands. */
    public Outcome<JobRun> get(UUID run) {
        return known.run(run)
                .map(Outcome::accepted)
                .orElseGet(() -> Outcome.refused(known.unknownRun(run)));
    }

    /** Which runs to list; whatever is absent lets every run pass. Both days are inclusive. */
    public record RunFilter(
            Optional<String> job,
            Optional<JobState> state,
            Optional<LocalDate> from,
            Optional<LocalDate> to) {}

    /** Runs before one of them, newest first. */
    public List<JobRun> page(RunFilter filter, Optional<UUID> before, int limit) {
        return jobs.page(
                filter.job().orElse(null),
                filter.state().orElse(null),
                filter.from().orElse(null),
                filter.to().orElse(null),
                before.orElse(null),
                limit);
    }

    /**
     * Which actions of operators to list; whatever is absent lets every action pass.
     *
     * @param job what was done to the job, or to those of its runs that are on record
     */
    public record ActionFilter(Optional<String> job, Optional<UUID> run, Optional<UUID> operator) {}

    /** The place of an action among all. */
    public record ActionKey(UUID operator, UUID requestId) {}

    /** What operators did before one of their actions, newest first. */
    public List<AuditEntry> actions(ActionFilter filter, Optional<ActionKey> before, int limit) {
        return audit.aboutJobs(
                filter.job().orElse(null),
                filter.run().orElse(null),
                filter.operator().orElse(null),
                before.map(ActionKey::operator).orElse(null),
                before.map(ActionKey::requestId).orElse(null),
                limit);
    }

    /** Items of a run worth a look, in the order of phase and name, after one of them. */
    public List<JobItem> items(UUID run, Optional<ItemKey> after, int limit) {
        return jobs.items(
                run,
                after.map(ItemKey::phase).orElse(null),
                after.map(ItemKey::item).orElse(null),
                limit);
    }

    /** The place of an item among those of its run. */
    public record ItemKey(String phase, String item) {}

    /** What a run of the reconciliation found. */
    public List<JobFinding> findings(UUID run) {
        return jobs.findings(run);
    }

    /**
     * Asks the node that works on a run to stop after its chunk; one that still waits is given up.
     *
     * @return the run, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#RUN_NOT_FOUND},
     *     {@link Rejection#RUN_STATE_CONFLICT} when it has ended
     */
    public Outcome<JobRun> stop(Operator operator, UUID run) {
        return about(
                operator,
                "StopRun",
                run,
                () -> {
                    List<JobRun> waiting =
                            jobs.change(
                                    run, JobState.REQUESTED, JobState.STOPPED, null, actions.now());
                    return waiting.isEmpty() ? jobs.askToStop(run) : waiting;
                },
                "only a run that waits or runs can be stopped");
    }

    /**
     * Asks for a run that failed or was stopped again, as the same run: what it has done stays
     * done.
     *
     * @return the run, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#RUN_NOT_FOUND},
     *     {@link Rejection#RUN_STATE_CONFLICT}
     */
    public Outcome<JobRun> restart(Operator operator, UUID run) {
        return about(
                operator,
                "RestartRun",
                run,
                () -> fromEither(run, JobState.FAILED, JobState.STOPPED, JobState.REQUESTED),
                "only a run that failed or was stopped can be restarted; run the job again"
                        + " instead");
    }

    /**
     * Gives a run up for good, so that nobody restarts it.
     *
     * @return the run, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#RUN_NOT_FOUND},
     *     {@link Rejection#RUN_STATE_CONFLICT}
     */
    public Outcome<JobRun> abandon(Operator operator, UUID run) {
        return about(
                operator,
                "AbandonRun",
                run,
                () -> fromEither(run, JobState.FAILED, JobState.STOPPED, JobState.ABANDONED),
                "only a run that failed or was stopped can be abandoned; stop or recover it first");
    }

    private List<JobRun> fromEither(UUID run, JobState one, JobState other, JobState to) {
        List<JobRun> changed = jobs.change(run, one, to, null, actions.now());
        return changed.isEmpty() ? jobs.change(run, other, to, null, actions.now()) : changed;
    }

    /**
     * Declares a run failed whose node is gone, so that it can be restarted. Refused while the node
     * gives signs of life.
     *
     * @return the run, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#RUN_NOT_FOUND},
     *     {@link Rejection#RUN_STATE_CONFLICT}
     */
    public Outcome<JobRun> recover(Operator operator, UUID run) {
        return about(
                operator,
                "RecoverRun",
                run,
                () ->
                        jobs.change(
                                run,
                                JobState.RUNNING,
                                JobState.FAILED,
                                actions.now().minus(HEARTBEAT_GONE),
                                actions.now()),
                "only a run whose node has been silent for %d s can be recovered"
                        .formatted(HEARTBEAT_GONE.toSeconds()));
    }

    private Outcome<JobRun> about(
            Operator operator,
            String action,
            UUID run,
            Supplier<List<JobRun>> change,
            String otherwise) {
        return actions.once(
                operator,
                new Wish(action, run.toString(), Map.of()),
                () -> {
                    List<JobRun> changed = change.get();
                    return changed.isEmpty()
                            ? Outcome.refused(notNow(run, otherwise))
                            : Outcome.accepted(changed.getFirst());
                },
                () -> known.existing(run));
    }

    private Refusal notNow(UUID run, String otherwise) {
        return known.run(run)
                .map(
                        found ->
                                new Refusal(
                                        Rejection.RUN_STATE_CONFLICT,
                                        "The run is %s; %s.".formatted(found.state(), otherwise),
                                        Map.of("state", found.state().name())))
                .orElseGet(() -> known.unknownRun(run));
    }

    /**
     * Stops a schedule from asking for runs, or lets it ask again.
     *
     * @return the schedule, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#JOB_NOT_FOUND}
     */
    public Outcome<JobSchedule> pause(Operator operator, String job, boolean paused) {
        return change(
                operator,
                paused ? "PauseSchedule" : "ResumeSchedule",
                job,
                Map.of(),
                was -> was.changed(was.cron(), paused, actions.now()));
    }

    /**
     * Sets when a job runs.
     *
     * @param cron six fields, in UTC; already found valid by {@link #isSchedule}
     * @return the schedule, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#JOB_NOT_FOUND}
     */
    public Outcome<JobSchedule> reschedule(Operator operator, String job, String cron) {
        return change(
                operator,
                "UpdateSchedule",
                job,
                Map.of("cron", cron),
                was -> was.changed(cron, was.paused(), actions.now()));
    }

    /**
     * Has a job's trigger made anew from its schedule: job nodes make anew what is older than the
     * last change of the row, and this changes nothing but the time of that. What the trigger
     * missed before is not made up for.
     *
     * @return the schedule, or {@link Rejection#REQUEST_ID_REUSED}, {@link Rejection#JOB_NOT_FOUND}
     */
    public Outcome<JobSchedule> resetTrigger(Operator operator, String job) {
        return change(
                operator,
                "ResetTrigger",
                job,
                Map.of(),
                was -> was.changed(was.cron(), was.paused(), actions.now()));
    }

    /**
     * Whether a text is a schedule that the next run is foretold by and Quartz fires by alike: six
     * fields, one of the days left open by a question mark, days of the week by name.
     */
    public static boolean isSchedule(String cron) {
        String[] fields = cron.split(" ", -1);
        return fields.length == FIELDS
                && (fields[DAY_OF_MONTH].equals("?") != fields[DAY_OF_WEEK].equals("?"))
                && fields[DAY_OF_WEEK].chars().noneMatch(Character::isDigit)
                && CronExpression.isValidExpression(cron);
    }

    private Outcome<JobSchedule> change(
            Operator operator,
            String action,
            String job,
            Map<String, String> details,
            Function<JobSchedule, JobSchedule> change) {
        return actions.once(
                operator,
                new Wish(action, job, details),
                () ->
                        known.schedule(job)
                                .map(
                                        was -> {
                                            JobSchedule changed = change.apply(was);
                                            jobs.updateSchedule(changed);
                                            return Outcome.accepted(changed);
                                        })
                                .orElseGet(() -> Outcome.refused(known.unknownJob(job))),
                () -> known.schedule(job).orElseThrow());
    }
}
