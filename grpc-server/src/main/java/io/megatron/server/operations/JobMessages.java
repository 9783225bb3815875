package io.megatron.server.operations;

import com.google.protobuf.Timestamp;
import io.megatron.core.operations.ManagingJobs.Overview;
import io.megatron.mapper.audit.AuditEntry;
import io.megatron.mapper.operations.JobFinding;
import io.megatron.mapper.operations.JobItem;
import io.megatron.mapper.operations.JobRun;
import io.megatron.mapper.operations.JobSchedule;
import io.megatron.mapper.operations.JobState;
import io.megatron.operations.v1.Finding;
import io.megatron.operations.v1.Job;
import io.megatron.operations.v1.OperatorAction;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunItem;
import io.megatron.operations.v1.RunState;
import io.megatron.operations.v1.TriggerState;
import io.megatron.server.calls.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs and their runs on the wire. */
final class JobMessages {
    private static final double MILLIS = 1000;

    private JobMessages() {}

    static Job job(Overview overview) {
        Job.Builder job = schedule(overview.schedule());
        overview.next().ifPresent(next -> job.setNextRunAt(Figures.time(next)));
        job.setTriggerState(
                TriggerState.valueOf("TRIGGER_STATE_" + overview.trigger().state().name()));
        overview.trigger().nextFireAt().ifPresent(next -> job.setNextFireAt(Figures.time(next)));
        overview.last().ifPresent(last -> job.setLastRun(run(last)));
        return job.build();
    }

    static Job.Builder schedule(JobSchedule schedule) {
        return Job.newBuilder()
                .setJob(schedule.job())
                .setDescription(schedule.description())
                .setSchedule(schedule.cron())
                .setPaused(schedule.paused())
                .setHasBusinessDate(schedule.hasBusinessDate());
    }

    static Run run(JobRun run) {
        Run.Builder message =
                Run.newBuilder()
                        .setRunId(run.id().toString())
                        .setJob(run.job())
                        .setState(RunState.valueOf("RUN_STATE_" + run.state().name()))
                        .setBusinessDate(run.businessDate().toString())
                        .setValidateOnly(run.preview())
                        .setRequestedBy(run.requestedBy())
                        .setReason(run.reason())
                        .setRequestedAt(Figures.time(run.requestedAt()))
                        .setAttempts(run.attempts())
                        .setStopping(run.stopAsked() && run.state() == JobState.RUNNING)
                        .setPhase(Objects.requireNonNullElse(run.phase(), ""))
                        .setItemsTotal(run.itemsTotal())
                        .setItemsDone(run.itemsDone())
                        .setItemsChanged(run.itemsChanged())
                        .setItemsSkipped(run.itemsSkipped())
                        .setMessage(Objects.requireNonNullElse(run.message(), ""))
                        .setNode(Objects.requireNonNullElse(run.node(), ""));
        Optional.ofNullable(run.retries()).map(UUID::toString).ifPresent(message::setRetriesRunId);
        time(run.startedAt()).ifPresent(message::setStartedAt);
        time(run.heartbeatAt()).ifPresent(message::setHeartbeatAt);
        time(run.endedAt()).ifPresent(message::setEndedAt);
        rate(run, message);
        return message.build();
    }

    /** From the beginning of the attempt to its end, or to the node's last sign of life. */
    private static void rate(JobRun run, Run.Builder message) {
        Instant until = run.endedAt() != null ? run.endedAt() : run.heartbeatAt();
        if (run.startedAt() == null || until == null || run.itemsDone() == 0) {
            return;
        }
        double seconds = Duration.between(run.startedAt(), until).toMillis() / MILLIS;
        if (seconds > 0) {
            double rate = run.itemsDone() / seconds;
            message.setItemsPerSecond(rate);
            if (run.state().isOpen()) {
                message.setSecondsLeft(Math.round((run.itemsTotal() - run.itemsDone()) / rate));
            }
        }
    }

    private static Optional<Timestamp> time(@Nullable Instant instant) {
        return Optional.ofNullable(instant).map(Figures::time);
    }

    static RunItem item(JobItem item) {
        return RunItem.newBuilder()
                .setPhase(item.phase())
                .setItem(item.item())
                .setSkipped(item.kind() == JobItem.Kind.SKIPPED)
                .setCode(item.code())
                .setMessage(item.message())
                .setAt(Figures.time(item.at()))
                .build();
    }

    static OperatorAction action(AuditEntry action) {
        return OperatorAction.newBuilder()
                .setOperatorId(action.actor().toString())
                .setRequestId(action.requestId().toString())
                .setAction(action.action())
                .setTarget(action.target())
                .setReason(action.reason())
                .setDetails(action.details())
                .setTakenAt(Figures.time(action.takenAt()))
                .build();
    }

    static Finding finding(JobFinding finding) {
        return Finding.newBuilder()
                .setInvariant(finding.invariant())
                .setCheck(finding.checkName())
                .setSubject(finding.subject())
                .setExpected(finding.expected())
                .setActual(finding.actual())
                .build();
    }
}
