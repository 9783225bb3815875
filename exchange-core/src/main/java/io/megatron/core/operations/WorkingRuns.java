package io.megatron.core.operations;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.operations.JobItem;
import io.megatron.mapper.operations.JobMapper;
import io.megatron.mapper.operations.JobRun;
import io.megatron.mapper.operations.JobSchedule;
import io.megatron.mapper.operations.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What a job node says about the runs it works on. */
@Component
public class WorkingRuns {
    private final BesideTheBook beside;
    private final JobMapper jobs;
    private final BusinessClock clock;

    WorkingRuns(BesideTheBook beside, JobMapper jobs, BusinessClock clock) {
        this.beside = beside;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Writes down that there is a job; an operator's schedule stands. */
    public void register(String job, String description, String cron, boolean hasBusinessDate) {
        JobSchedule schedule =
                new JobSchedule(job, description, cron, hasBusinessDate, false, now());
        beside.write(() -> jobs.insertSchedule(schedule));
    }

    /** When which job runs, as operators have it. */
    public List<JobSchedule> schedules() {
        return jobs.schedules();
    }

    /** Takes the run that has waited longest, if one waits. */
    public Optional<JobRun> claim(String node) {
        return beside.write(() -> jobs.claim(node, now())).stream().findFirst();
    }

    public void noteExecution(UUID run, long executionId) {
        beside.write(() -> jobs.noteExecution(run, executionId));
    }

    /** Says that runs are alive, and tells which of them shall stop. */
    public Set<UUID> beat(String node, Collection<UUID> runs) {
        return Set.copyOf(beside.write(() -> jobs.beat(node, runs.toArray(UUID[]::new), now())));
    }

    /** Another phase of a run begins; so many items wait in it, as far as is known. */
    public void beginPhase(UUID run, String phase, long items) {
        beside.write(() -> jobs.beginPhase(run, phase, items));
    }

    /**
     * What became of a chunk.
     *
     * @param done items looked at
     * @param changed those that changed something, or would in a preview
     * @param skipped those that could not be done
     * @param noted items to be kept for operators to see
     */
    public record Progress(long done, long changed, long skipped, List<JobItem> noted) {}

    public void progress(UUID run, Progress progress) {
        beside.write(
                () -> {
                    jobs.insertItems(progress.noted());
                    jobs.addProgress(run, progress.done(), progress.changed(), progress.skipped());
                });
    }

    /** What a phase of a run could not do, each by the name its job gives it. */
    public Set<String> skipped(UUID run, String phase) {
        return Set.copyOf(jobs.skipped(run, phase));
    }

    /** Ends a run, unless it was taken from the node meanwhile. */
    public boolean end(UUID run, String node, JobState state, Optional<String> message) {
        return !beside.write(() -> jobs.end(run, node, state, message.orElse(null), now()))
                .isEmpty();
    }

    /** A reconciliation begins, maybe anew: what an earlier attempt found is found again. */
    public void forgetFindings(UUID run) {
        beside.write(() -> jobs.deleteFindings(run));
    }

    /**
     * Keeps what a reconciliation found, in its order.
     *
     * @param before how many it had found before
     */
    public void found(UUID run, long before, List<Look.Found> found) {
        beside.write(
                () -> {
                    long number = before;
                    for (Look.Found each : found) {
                        jobs.insertFinding(
                                run,
                                Math.toIntExact(++number),
                                each.invariant(),
                                each.check(),
                                each.finding(),
                                now());
                    }
                });
    }

    /** Deletes some runs that ended long ago; answers how many. */
    public long purgeRuns(Duration olderThan, int limit) {
        return beside.write(() -> jobs.purgeRuns(now().minus(olderThan), limit)).getFirst();
    }

    /** Deletes some of Spring Batch's records of executions that ended well long ago. */
    public long purgeExecutions(Duration olderThan, int limit) {
        return beside.write(() -> jobs.purgeExecutions(now().minus(olderThan), limit)).getFirst();
    }

    public Instant now() {
        return clock.realTime();
    }
}
