package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.core.operations.ManagingJobs;
import io.megatron.operations.v1.ListJobsRequest;
import io.megatron.operations.v1.ListJobsResponse;
import io.megatron.operations.v1.PauseScheduleRequest;
import io.megatron.operations.v1.PauseScheduleResponse;
import io.megatron.operations.v1.ResetTriggerRequest;
import io.megatron.operations.v1.ResetTriggerResponse;
import io.megatron.operations.v1.ResumeScheduleRequest;
import io.megatron.operations.v1.ResumeScheduleResponse;
import io.megatron.operations.v1.UpdateScheduleRequest;
import io.megatron.operations.v1.UpdateScheduleResponse;
import io.megatron.server.calls.Answering;
import org.springframework.stereotype.Component;

/** What operators see and set of jobs and their schedules. */
@Component
class ScheduleCalls {
    private final ManagingJobs managing;

    ScheduleCalls(ManagingJobs managing) {
        this.managing = managing;
    }

    void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> observer) {
        Answering.answer(
                observer,
                ListJobsResponse.newBuilder()
                        .addAllJobs(managing.jobs().stream().map(JobMessages::job).toList())
                        .build());
    }

    void pauseSchedule(
            PauseScheduleRequest request, StreamObserver<PauseScheduleResponse> observer) {
        Answering.answer(
                observer,
                managing.pause(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        JobFields.job(request.getJob()),
                        true),
                (schedule, replayed) ->
                        PauseScheduleResponse.newBuilder()
                                .setJob(JobMessages.schedule(schedule))
                                .setReplayed(replayed)
                                .build());
    }

    void resumeSchedule(
            ResumeScheduleRequest request, StreamObserver<ResumeScheduleResponse> observer) {
        Answering.answer(
                observer,
                managing.pause(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        JobFields.job(request.getJob()),
                        false),
                (schedule, replayed) ->
                        ResumeScheduleResponse.newBuilder()
                                .setJob(JobMessages.schedule(schedule))
                                .setReplayed(replayed)
                                .build());
    }

    void updateSchedule(
            UpdateScheduleRequest request, StreamObserver<UpdateScheduleResponse> observer) {
        Answering.answer(
                observer,
                managing.reschedule(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        JobFields.job(request.getJob()),
                        JobFields.schedule(request.getSchedule())),
                (schedule, replayed) ->
                        UpdateScheduleResponse.newBuilder()
                                .setJob(JobMessages.schedule(schedule))
                                .setReplayed(replayed)
                                .build());
    }

    void resetTrigger(ResetTriggerRequest request, StreamObserver<ResetTriggerResponse> observer) {
        Answering.answer(
                observer,
                managing.resetTrigger(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        JobFields.job(request.getJob())),
                (schedule, replayed) ->
                        ResetTriggerResponse.newBuilder()
                                .setJob(JobMessages.schedule(schedule))
                                .setReplayed(replayed)
                                .build());
    }
}
