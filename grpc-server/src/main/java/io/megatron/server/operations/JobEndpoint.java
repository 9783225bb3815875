package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.operations.v1.AbandonRunRequest;
import io.megatron.operations.v1.AbandonRunResponse;
import io.megatron.operations.v1.CatchUpRequest;
import io.megatron.operations.v1.CatchUpResponse;
import io.megatron.operations.v1.GetRunRequest;
import io.megatron.operations.v1.GetRunResponse;
import io.megatron.operations.v1.JobServiceGrpc;
import io.megatron.operations.v1.ListFindingsRequest;
import io.megatron.operations.v1.ListFindingsResponse;
import io.megatron.operations.v1.ListJobsRequest;
import io.megatron.operations.v1.ListJobsResponse;
import io.megatron.operations.v1.ListOperatorActionsRequest;
import io.megatron.operations.v1.ListOperatorActionsResponse;
import io.megatron.operations.v1.ListRunItemsRequest;
import io.megatron.operations.v1.ListRunItemsResponse;
import io.megatron.operations.v1.ListRunsRequest;
import io.megatron.operations.v1.ListRunsResponse;
import io.megatron.operations.v1.PauseScheduleRequest;
import io.megatron.operations.v1.PauseScheduleResponse;
import io.megatron.operations.v1.RecoverRunRequest;
import io.megatron.operations.v1.RecoverRunResponse;
import io.megatron.operations.v1.ResetTriggerRequest;
import io.megatron.operations.v1.ResetTriggerResponse;
import io.megatron.operations.v1.RestartRunRequest;
import io.megatron.operations.v1.RestartRunResponse;
import io.megatron.operations.v1.ResumeScheduleRequest;
import io.megatron.operations.v1.ResumeScheduleResponse;
import io.megatron.operations.v1.RetrySkippedItemsRequest;
import io.megatron.operations.v1.RetrySkippedItemsResponse;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.RunJobResponse;
import io.megatron.operations.v1.StopRunRequest;
import io.megatron.operations.v1.StopRunResponse;
import io.megatron.operations.v1.UpdateScheduleRequest;
import io.megatron.operations.v1.UpdateScheduleResponse;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.operations.v1.JobService}. */
@GrpcService
@RunsAs(NodeRole.API)
class JobEndpoint extends JobServiceGrpc.JobServiceImplBase {
    private final ScheduleCalls schedules;
    private final RunCalls runs;
    private final OperatorCalls operators;

    JobEndpoint(ScheduleCalls schedules, RunCalls runs, OperatorCalls operators) {
        this.schedules = schedules;
        this.runs = runs;
        this.operators = operators;
    }

    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> observer) {
        schedules.listJobs(request, observer);
    }

    @Override
    public void runJob(RunJobRequest request, StreamObserver<RunJobResponse> observer) {
        operators.runJob(request, observer);
    }

    @Override
    public void catchUp(CatchUpRequest request, StreamObserver<CatchUpResponse> observer) {
        operators.catchUp(request, observer);
    }

    @Override
    public void getRun(GetRunRequest request, StreamObserver<GetRunResponse> observer) {
        runs.getRun(request, observer);
    }

    @Override
    public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
        runs.listRuns(request, observer);
    }

    @Override
    public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> observer) {
        runs.watchRun(request, observer);
    }

    @Override
    public void listRunItems(
            ListRunItemsRequest request, StreamObserver<ListRunItemsResponse> observer) {
        runs.listRunItems(request, observer);
    }

    @Override
    public void listOperatorActions(
            ListOperatorActionsRequest request,
            StreamObserver<ListOperatorActionsResponse> observer) {
        operators.listOperatorActions(request, observer);
    }

    @Override
    public void listFindings(
            ListFindingsRequest request, StreamObserver<ListFindingsResponse> observer) {
        runs.listFindings(request, observer);
    }

    @Override
    public void stopRun(StopRunRequest request, StreamObserver<StopRunResponse> observer) {
        operators.stopRun(request, observer);
    }

    @Override
    public void restartRun(RestartRunRequest request, StreamObserver<RestartRunResponse> observer) {
        operators.restartRun(request, observer);
    }

    @Override
    public void retrySkippedItems(
            RetrySkippedItemsRequest request, StreamObserver<RetrySkippedItemsResponse> observer) {
        operators.retrySkippedItems(request, observer);
    }

    @Override
    public void recoverRun(RecoverRunRequest request, StreamObserver<RecoverRunResponse> observer) {
        operators.recoverRun(request, observer);
    }

    @Override
    public void abandonRun(AbandonRunRequest request, StreamObserver<AbandonRunResponse> observer) {
        operators.abandonRun(request, observer);
    }

    @Override
    public void pauseSchedule(
            PauseScheduleRequest request, StreamObserver<PauseScheduleResponse> observer) {
        schedules.pauseSchedule(request, observer);
    }

    @Override
    public void resumeSchedule(
            ResumeScheduleRequest request, StreamObserver<ResumeScheduleResponse> observer) {
        schedules.resumeSchedule(request, observer);
    }

    @Override
    public void updateSchedule(
            UpdateScheduleRequest request, StreamObserver<UpdateScheduleResponse> observer) {
        schedules.updateSchedule(request, observer);
    }

    @Override
    public void resetTrigger(
            ResetTriggerRequest request, StreamObserver<ResetTriggerResponse> observer) {
        schedules.resetTrigger(request, observer);
    }
}
