package io.megatron.server.operations;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.megatron.core.Outcome;
import io.megatron.core.operations.ManagingJobs;
import io.megatron.core.operations.ManagingJobs.ItemKey;
import io.megatron.core.operations.ManagingJobs.RunFilter;
import io.megatron.mapper.operations.JobRun;
import io.megatron.operations.v1.GetRunRequest;
import io.megatron.operations.v1.GetRunResponse;
import io.megatron.operations.v1.ListFindingsRequest;
import io.megatron.operations.v1.ListFindingsResponse;
import io.megatron.operations.v1.ListRunItemsRequest;
import io.megatron.operations.v1.ListRunItemsResponse;
import io.megatron.operations.v1.ListRunsRequest;
import io.megatron.operations.v1.ListRunsResponse;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.errors.RefusalStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What operators see of runs. */
@Component
class RunCalls {
    /** Many runs are over in a moment; one that is not is looked at less and less often. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(50);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final ManagingJobs managing;

    RunCalls(ManagingJobs managing) {
        this.managing = managing;
    }

    void getRun(GetRunRequest request, StreamObserver<GetRunResponse> observer) {
        Answering.answer(
                observer,
                managing.get(JobFields.runId(request.getRunId())),
                run -> GetRunResponse.newBuilder().setRun(JobMessages.run(run)).build());
    }

    void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
        JobFields.DayFilter days =
                JobFields.DayFilter.of(request.getBusinessDateFrom(), request.getBusinessDateTo());
        RunFilter filter =
                new RunFilter(
                        JobFields.given(request.getJob(), JobFields::job),
                        JobFields.state(request.getState()),
                        days.from(),
                        days.to());
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListRuns", filter);
        Page<JobRun> page =
                Page.of(
                        tokens,
                        size,
                        managing.page(
                                filter,
                                tokens.read(request.getPageToken(), UUID::fromString),
                                Page.limit(size)),
                        run -> run.id().toString());
        Answering.answer(
                observer,
                ListRunsResponse.newBuilder()
                        .addAllRuns(page.items().stream().map(JobMessages::run).toList())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    /** A reader who is slow misses what lies between, never the end. */
    void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> observer) {
        var stream = (ServerCallStreamObserver<WatchRunResponse>) observer;
        UUID id = JobFields.runId(request.getRunId());
        Optional<JobRun> shown = Optional.empty();
        Duration pause = FIRST_LOOK;
        while (!stream.isCancelled()) {
            Outcome<JobRun> found = managing.get(id);
            if (found instanceof Outcome.Refused<JobRun>(var refusal)) {
                observer.onError(RefusalStatus.of(refusal).toException());
                return;
            }
            JobRun run = ((Outcome.Accepted<JobRun>) found).result();
            boolean news = shown.filter(run::equals).isEmpty() && stream.isReady();
            if (news || !run.state().isOpen()) {
                stream.onNext(WatchRunResponse.newBuilder().setRun(JobMessages.run(run)).build());
                shown = Optional.of(run);
            }
            if (!run.state().isOpen()) {
                stream.onCompleted();
                return;
            }
            pause = pausedFor(pause);
        }
    }

    void listRunItems(ListRunItemsRequest request, StreamObserver<ListRunItemsResponse> observer) {
        UUID id = JobFields.runId(request.getRunId());
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListRunItems", id);
        Optional<ItemKey> after = tokens.read(request.getPageToken(), RunCalls::itemKey);
        Answering.answer(
                observer,
                managing.get(id)
                        .map(
                                run ->
                                        Page.of(
                                                tokens,
                                                size,
                                                managing.items(id, after, Page.limit(size)),
                                                item -> item.phase() + " " + item.item())),
                page ->
                        ListRunItemsResponse.newBuilder()
                                .addAllItems(page.items().stream().map(JobMessages::item).toList())
                                .setNextPageToken(page.nextToken())
                                .build());
    }

    void listFindings(ListFindingsRequest request, StreamObserver<ListFindingsResponse> observer) {
        UUID id = JobFields.runId(request.getRunId());
        Answering.answer(
                observer,
                managing.get(id).map(run -> managing.findings(id)),
                findings ->
                        ListFindingsResponse.newBuilder()
                                .addAllFindings(
                                        findings.stream().map(JobMessages::finding).toList())
                                .build());
    }

    /** Answers how long the next pause is. */
    private static Duration pausedFor(Duration pause) {
        try {
            Thread.sleep(pause);
            Duration longer = pause.multipliedBy(2);
            return longer.compareTo(LOOK_EVERY) < 0 ? longer : LOOK_EVERY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a run was watched", e);
        }
    }

    /** A phase's name has no blank. */
    private static ItemKey itemKey(String key) {
        String[] parts = key.split(" ", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("no item");
        }
        return new ItemKey(parts[0], parts[1]);
    }
}
