package io.megatron.client.demo;

import io.megatron.client.connection.Connection;
import io.megatron.operations.v1.ClockServiceGrpc;
import io.megatron.operations.v1.JobServiceGrpc;
import io.megatron.operations.v1.MoveClockRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.UUID;

/** Runs jobs, and makes time pass. */
record Operator(Connection connection, String token) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Moves business time forward and says what it is then. */
    Instant forward(Duration step) {
        var moved =
                ClockServiceGrpc.newBlockingStub(connection.channel())
                        .withCallCredentials(Connection.bearing(token))
                        .withDeadlineAfter(PATIENCE)
                        .moveClock(
                                MoveClockRequest.newBuilder()
                                        .setRequestId(UUID.randomUUID().toString())
                                        .setForward(
                                                com.google.protobuf.Duration.newBuilder()
                                                        .setSeconds(step.toSeconds()))
                                        .build());
        return Instant.ofEpochSecond(moved.getBusinessTime().getSeconds());
    }

    /** Runs a job to its end. */
    Run run(String job) {
        var jobs =
                JobServiceGrpc.newBlockingStub(connection.channel())
                        .withCallCredentials(Connection.bearing(token))
                        .withDeadlineAfter(PATIENCE);
        Run run =
                jobs.runJob(
                                RunJobRequest.newBuilder()
                                        .setRequestId(UUID.randomUUID().toString())
                                        .setJob(job)
                                        .setReason("the demo")
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
