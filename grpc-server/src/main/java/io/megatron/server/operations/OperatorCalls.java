package io.megatron.server.operations;

import io.grpc.stub.StreamObserver;
import io.megatron.core.operations.AskingForRuns;
import io.megatron.core.operations.Days;
import io.megatron.core.operations.ManagingJobs;
import io.megatron.core.operations.ManagingJobs.ActionFilter;
import io.megatron.core.operations.ManagingJobs.ActionKey;
import io.megatron.core.operations.Operator;
import io.megatron.mapper.audit.AuditEntry;
import io.megatron.operations.v1.AbandonRunRequest;
import io.megatron.operations.v1.AbandonRunResponse;
import io.megatron.operations.v1.CatchUpRequest;
import io.megatron.operations.v1.CatchUpResponse;
import io.megatron.operations.v1.ListOperatorActionsRequest;
import io.megatron.operations.v1.ListOperatorActionsResponse;
import io.megatron.operations.v1.RecoverRunRequest;
import io.megatron.operations.v1.RecoverRunResponse;
import io.megatron.operations.v1.RestartRunRequest;
import io.megatron.operations.v1.RestartRunResponse;
import io.megatron.operations.v1.RetrySkippedItemsRequest;
import io.megatron.operations.v1.RetrySkippedItemsResponse;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.RunJobResponse;
import io.megatron.operations.v1.StopRunRequest;
import io.megatron.operations.v1.StopRunResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.errors.InvalidField;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What operators do about runs, and the record of what they did. */
@Component
class OperatorCalls {
    private final AskingForRuns asking;
    private final ManagingJobs managing;

    OperatorCalls(AskingForRuns asking, ManagingJobs managing) {
        this.asking = asking;
        this.managing = managing;
    }

    void runJob(RunJobRequest request, StreamObserver<RunJobResponse> observer) {
        Answering.answer(
                observer,
                asking.run(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        JobFields.job(request.getJob()),
                        days(request),
                        request.getValidateOnly()),
                (runs, replayed) ->
                        RunJobResponse.newBuilder()
                                .setRun(JobMessages.run(runs.getFirst()))
                                .setReplayed(replayed)
                                .addAllRuns(runs.stream().map(JobMessages::run).toList())
                                .build());
    }

    void catchUp(CatchUpRequest request, StreamObserver<CatchUpResponse> observer) {
        Operator operator = JobFields.operator(request.getRequestId(), request.getReason());
        String job = JobFields.job(request.getJob());
        Answering.answer(
                observer,
                request.getValidateOnly() ? asking.missing(job) : asking.catchUp(operator, job),
                (missing, replayed) ->
                        CatchUpResponse.newBuilder()
                                .addAllBusinessDates(
                                        missing.dates().stream().map(LocalDate::toString).toList())
                                .addAllRuns(missing.runs().stream().map(JobMessages::run).toList())
                                .setMore(missing.more())
                                .setReplayed(replayed)
                                .build());
    }

    void stopRun(StopRunRequest request, StreamObserver<StopRunResponse> observer) {
        Answering.answer(
                observer,
                managing.stop(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        JobFields.runId(request.getRunId())),
                (run, replayed) ->
                        StopRunResponse.newBuilder()
                                .setRun(JobMessages.run(run))
                                .setReplayed(replayed)
                                .build());
    }

    void restartRun(RestartRunRequest request, StreamObserver<RestartRunResponse> observer) {
        Answering.answer(
                observer,
                managing.restart(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        JobFields.runId(request.getRunId())),
                (run, replayed) ->
                        RestartRunResponse.newBuilder()
                                .setRun(JobMessages.run(run))
                                .setReplayed(replayed)
                                .build());
    }

    void retrySkippedItems(
            RetrySkippedItemsRequest request, StreamObserver<RetrySkippedItemsResponse> observer) {
        Answering.answer(
                observer,
                asking.retrySkipped(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        JobFields.runId(request.getRunId())),
                (run, replayed) ->
                        RetrySkippedItemsResponse.newBuilder()
                                .setRun(JobMessages.run(run))
                                .setReplayed(replayed)
                                .build());
    }

    void recoverRun(RecoverRunRequest request, StreamObserver<RecoverRunResponse> observer) {
        Answering.answer(
                observer,
                managing.recover(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        JobFields.runId(request.getRunId())),
                (run, replayed) ->
                        RecoverRunResponse.newBuilder()
                                .setRun(JobMessages.run(run))
                                .setReplayed(replayed)
                                .build());
    }

    void abandonRun(AbandonRunRequest request, StreamObserver<AbandonRunResponse> observer) {
        Answering.answer(
                observer,
                managing.abandon(
                        JobFields.operator(request.getRequestId(), request.getReason()),
                        JobFields.runId(request.getRunId())),
                (run, replayed) ->
                        AbandonRunResponse.newBuilder()
                                .setRun(JobMessages.run(run))
                                .setReplayed(replayed)
                                .build());
    }

    void listOperatorActions(
            ListOperatorActionsRequest request,
            StreamObserver<ListOperatorActionsResponse> observer) {
        ActionFilter filter =
                new ActionFilter(
                        JobFields.given(request.getJob(), JobFields::job),
                        JobFields.given(request.getRunId(), JobFields::runId),
                        JobFields.given(
                                request.getOperatorId(), id -> Fields.uuid("operator_id", id)));
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListOperatorActions", filter);
        Page<AuditEntry> page =
                Page.of(
                        tokens,
                        size,
                        managing.actions(
                                filter,
                                tokens.read(request.getPageToken(), OperatorCalls::actionKey),
                                Page.limit(size)),
                        action -> action.actor() + " " + action.requestId());
        Answering.answer(
                observer,
                ListOperatorActionsResponse.newBuilder()
                        .addAllActions(page.items().stream().map(JobMessages::action).toList())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    /** A day by itself, a range, or neither. */
    private static Optional<Days> days(RunJobRequest request) {
        Optional<LocalDate> day = JobFields.date("business_date", request.getBusinessDate());
        JobFields.DayFilter range =
                JobFields.DayFilter.of(request.getBusinessDateFrom(), request.getBusinessDateTo());
        if (day.isPresent() && (range.from().isPresent() || range.to().isPresent())) {
            throw new InvalidField("business_date", "cannot stand beside a range of days");
        }
        if (range.from().isPresent() != range.to().isPresent()) {
            throw new InvalidField(
                    range.from().isPresent() ? "business_date_to" : "business_date_from",
                    "is required where the other end of the range is given");
        }
        return range.from()
                .flatMap(from -> range.to().map(to -> range(from, to)))
                .or(() -> day.map(Days::of));
    }

    private static Days range(LocalDate from, LocalDate to) {
        if (to.isAfter(from.plusDays(Days.MOST - 1))) {
            throw new InvalidField(
                    "business_date_to", "makes more than " + Days.MOST + " days of the range");
        }
        return new Days(from, to);
    }

    private static ActionKey actionKey(String key) {
        String[] parts = key.split(" ", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("no action");
        }
        return new ActionKey(UUID.fromString(parts[0]), UUID.fromString(parts[1]));
    }
}
