package io.megatron.mapper.operations;

import io.megatron.mapper.types.Columns;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** Jobs, their runs, and what operators did about them. */
public interface JobMapper {

    /** Every job that a job node has written down. */
    List<JobSchedule> schedules();

    /** The triggers of jobs, as Quartz keeps them. */
    List<JobTrigger> triggers();

    /** Writes a job down; an operator's schedule stands. */
    void insertSchedule(JobSchedule schedule);

    void updateSchedule(JobSchedule schedule);

    /** Asks for a run, unless the same was asked for before. */
    void insertRun(JobRun run);

    /**
     * Asks for a run of a slot, unless it was asked for before, or the job works on what is due
     * whenever it runs and the run of an earlier slot waits or is worked on.
     */
    void insertScheduledRun(JobRun run);

    List<JobRun> run(@Param("id") UUID id);

    /** Runs before one of them, newest first. */
    List<JobRun> page(
            @Param("job") @Nullable String job,
            @Param("state") @Nullable JobState state,
            @Param("from") @Nullable LocalDate from,
            @Param("to") @Nullable LocalDate to,
            @Param("before") @Nullable UUID before,
            @Param("limit") int limit);

    /** Runs by their ids, in the order of their days. */
    List<JobRun> runsByDate(@Param("ids") UUID[] ids);

    /** The first day that a job has a run on record for. */
    List<LocalDate> firstDate(@Param("job") String job);

    /** Days that no run of a job has done or is about to do, oldest first. */
    List<LocalDate> missingDates(
            @Param("job") String job,
            @Param("from") LocalDate from,
            @Param("to") LocalDate to,
            @Param("limit") int limit);

    /** The last run of each job. */
    List<JobRun> lastRuns();

    /** Takes the run that has waited longest, for one node. */
    List<JobRun> claim(@Param("node") String node, @Param("now") Instant now);

    void noteExecution(@Param("id") UUID id, @Param("executionId") long executionId);

    /** Says that runs are alive, and answers those that shall stop. */
    List<UUID> beat(
            @Param("node") String node, @Param("ids") UUID[] ids, @Param("now") Instant now);

    void beginPhase(@Param("id") UUID id, @Param("phase") String phase, @Param("items") long items);

    void addProgress(
            @Param("id") UUID id,
            @Param("done") long done,
            @Param("changed") long changed,
            @Param("skipped") long skipped);

    void insertItemColumns(Map<String, Object> columns);

    default void insertItems(Collection<JobItem> items) {
        if (!items.isEmpty()) {
            insertItemColumns(
                    Columns.of(items)
                            .uuids("runId", JobItem::runId)
                            .texts("phase", JobItem::phase)
                            .texts("item", JobItem::item)
                            .texts("kind", item -> item.kind().name())
                            .texts("code", JobItem::code)
                            .texts("message", JobItem::message)
                            .all("at", items.iterator().next().at())
                            .arrays());
        }
    }

    /** Items of a run, in the order of their names, after one of them. */
    List<JobItem> items(
            @Param("runId") UUID runId,
            @Param("afterPhase") @Nullable String afterPhase,
            @Param("afterItem") @Nullable String afterItem,
            @Param("limit") int limit);

    /** How many items a run could not do. */
    long countSkipped(@Param("runId") UUID runId);

    /** What a phase of a run could not do. */
    List<String> skipped(@Param("runId") UUID runId, @Param("phase") String phase);

    /** Ends a run that its node works on; another's is left alone. */
    List<JobRun> end(
            @Param("id") UUID id,
            @Param("node") String node,
            @Param("state") JobState state,
            @Param("message") @Nullable String message,
            @Param("now") Instant now);

    /** Changes the state of a run, if it still is what it was; answers the run then. */
    List<JobRun> change(
            @Param("id") UUID id,
            @Param("from") JobState from,
            @Param("to") JobState to,
            @Param("heartbeatBefore") @Nullable Instant heartbeatBefore,
            @Param("now") Instant now);

    List<JobRun> askToStop(@Param("id") UUID id);

    /** Deletes ended runs and what belongs to them; answers how many runs. */
    List<Long> purgeRuns(@Param("endedBefore") Instant endedBefore, @Param("limit") int limit);

    /** Deletes Spring Batch's records of executions that ended; answers how many. */
    List<Long> purgeExecutions(
            @Param("endedBefore") Instant endedBefore, @Param("limit") int limit);

    void insertFinding(
            @Param("runId") UUID runId,
            @Param("number") int number,
            @Param("invariant") int invariant,
            @Param("check") String check,
            @Param("finding") Finding finding,
            @Param("now") Instant now);

    void deleteFindings(@Param("runId") UUID runId);

    /** What a reconciliation found. */
    List<JobFinding> findings(@Param("runId") UUID runId);
}
