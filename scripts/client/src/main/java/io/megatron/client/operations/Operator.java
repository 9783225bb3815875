package io.megatron.client.operations;

import io.grpc.StatusRuntimeException;
import io.megatron.client.connection.Connection;
import io.megatron.client.connection.ReadableError;
import io.megatron.operations.v1.AbandonRunRequest;
import io.megatron.operations.v1.ClockServiceGrpc;
import io.megatron.operations.v1.JobServiceGrpc;
import io.megatron.operations.v1.MoveClockRequest;
import io.megatron.operations.v1.PauseScheduleRequest;
import io.megatron.operations.v1.ResumeScheduleRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.StopRunRequest;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.UUID;

/**
 * Runs jobs, and makes time pass.
 *
 * @param reason what goes on record
 * @param patience how long a run may take
 */
public record Operator(Connection connection, String token, String reason, Duration patience) {
    private static final String HAS_ENDED = "RUN_STATE_CONFLICT";

    /** Moves business time forward and says what it is then. */
    public Instant forward(Duration step) {
        var moved =
                ClockServiceGrpc.newBlockingStub(connection.channel())
                        .withCallCredentials(Connection.bearing(token))
                        .withDeadlineAfter(patience)
                        .moveClock(
                                MoveClockRequest.newBuilder()
                                        .setRequestId(UUID.randomUUID().toString())
                                        .setForward(
                                                com.google.protobuf.Duration.newBuilder()
                                                        .setSeconds(step.toSeconds()))
                                        .build());
        return Instant.ofEpochSecond(moved.getBusinessTime().getSeconds());
    }

    /** Has a job run only when somebody asks for it. */
    public void pause(String job) {
        jobs().pauseSchedule(
                        PauseScheduleRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setJob(job)
                                .setReason(reason)
                                .build());
    }

    /** Has a job run by its schedule again. */
    public void resume(String job) {
        jobs().resumeSchedule(
                        ResumeScheduleRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setJob(job)
                                .setReason(reason)
                                .build());
    }

    private JobServiceGrpc.JobServiceBlockingStub jobs() {
        return JobServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withDeadlineAfter(patience);
    }

    /** Runs a job to its end. */
    public Run run(String job) {
        return await(begin(job));
    }

    /** Asks for a run of a job. */
    public Run begin(String job) {
        return jobs().runJob(
                        RunJobRequest.newBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .setJob(job)
                                .setReason(reason)
                                .build())
                .getRun();
    }

    /** Returns a run when it has ended, as it stands then. */
    public Run await(Run begun) {
        Run run = begun;
        Iterator<WatchRunResponse> news =
                jobs().watchRun(WatchRunRequest.newBuilder().setRunId(run.getRunId()).build());
        while (news.hasNext()) {
            run = news.next().getRun();
        }
        return run;
    }

    /** Asks a run to end where it is, unless it has ended by then. */
    public void stop(Run run) {
        try {
            var _ =
                    jobs().stopRun(
                                    StopRunRequest.newBuilder()
                                            .setRequestId(UUID.randomUUID().toString())
                                            .setRunId(run.getRunId())
                                            .setReason(reason)
                                            .build());
        } catch (StatusRuntimeException refused) {
            if (!ReadableError.of(refused).reason().equals(HAS_ENDED)) {
                throw refused;
            }
        }
    }

    /** Gives up a run that was stopped, so that nobody restarts it. */
    public void abandon(Run run) {
        var _ =
                jobs().abandonRun(
                                AbandonRunRequest.newBuilder()
                                        .setRequestId(UUID.randomUUID().toString())
                                        .setRunId(run.getRunId())
                                        .setReason(reason)
                                        .build());
    }
}
