package io.megatron.client.operations;

import io.megatron.client.connection.Connection;
import io.megatron.operations.v1.ClockServiceGrpc;
import io.megatron.operations.v1.JobServiceGrpc;
import io.megatron.operations.v1.MoveClockRequest;
import io.megatron.operations.v1.PauseScheduleRequest;
import io.megatron.operations.v1.ResumeScheduleRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunJobRequest;
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
        var jobs = jobs();
        Run run =
                jobs.runJob(
                                RunJobRequest.newBuilder()
                                        .setRequestId(UUID.randomUUID().toString())
                                        .setJob(job)
                                        .setReason(reason)
                                        .build())
                        .getRun();
        Iterator<WatchRunResponse> news =
                jobs.watchRun(WatchRunRequest.newBuilder().setRunId(run.getRunId()).build());
        while (news.hasNext()) {
            run = news.next().getRun();
        }
        return run;
    }
}
