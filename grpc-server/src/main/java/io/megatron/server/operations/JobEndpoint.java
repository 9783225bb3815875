package io.megatron.server.operations;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.megatron.core.Outcome;
import io.megatron.core.operations.AskingForRuns;
import io.megatron.core.operations.Days;
import io.megatron.core.operations.ManagingJobs;
import io.megatron.core.operations.ManagingJobs.ActionFilter;
import io.megatron.core.operations.ManagingJobs.ActionKey;
import io.megatron.core.operations.ManagingJobs.ItemKey;
import io.megatron.core.operations.ManagingJobs.RunFilter;
import io.megatron.core.operations.Operator;
import io.megatron.mapper.operations.JobRun;
import io.megatron.mapper.operations.JobState;
import io.megatron.mapper.operations.OperatorAction;
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
import io.megatron.operations.v1.RunState;
import io.megatron.operations.v1.StopRunRequest;
import io.megatron.operations.v1.StopRunResponse;
import io.megatron.operations.v1.UpdateScheduleRequest;
import io.megatron.operations.v1.UpdateScheduleResponse;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import io.megatron.server.calls.Answering;
import io.megatron.server.calls.Fields;
import io.megatron.server.calls.Page;
import io.megatron.server.calls.PageTokens;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.errors.RefusalStatus;
import io.megatron.server.runtime.NodeRole;
import io.megatron.server.runtime.RunsAs;
import io.megatron.server.security.Caller;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.grpc.server.service.GrpcService;

/** {@code megatron.operations.v1.JobService}. */
@GrpcService
@RunsAs(NodeRole.API)
class JobEndpoint extends JobServiceGrpc.JobServiceImplBase {
    private static final int MAX_REASON = 500;
    private static final Pattern JOB = Pattern.compile("[a-z][a-z0-9-]{0,99}");
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final AskingForRuns asking;
    private final ManagingJobs managing;

    JobEndpoint(AskingForRuns asking, ManagingJobs managing) {
        this.asking = asking;
        this.managing = managing;
    }

    @Override
    public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> observer) {
        Answering.answer(
                observer,
                ListJobsResponse.newBuilder()
                        .addAllJobs(managing.jobs().stream().map(JobMessages::job).toList())
                        .build());
    }

    @Override
    public void runJob(RunJobRequest request, StreamObserver<RunJobResponse> observer) {
        Answering.answer(
                observer,
                asking.run(
                        operator(request.getRequestId(), request.getReason()),
                        job(request.getJob()),
                        days(request),
                        request.getValidateOnly()),
                (runs, replayed) ->
                        RunJobResponse.newBuilder()
                                .setRun(JobMessages.run(runs.getFirst()))
                                .setReplayed(replayed)
                                .addAllRuns(runs.stream().map(JobMessages::run).toList())
                                .build());
    }

    /** A day by itself, a range, or neither. */
    private static Optional<Days> days(RunJobRequest request) {
        Optional<LocalDate> day = date("business_date", request.getBusinessDate());
        DayFilter range = DayFilter.of(request.getBusinessDateFrom(), request.getBusinessDateTo());
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

    @Override
    public void catchUp(CatchUpRequest request, StreamObserver<CatchUpResponse> observer) {
        Operator operator = operator(request.getRequestId(), request.getReason());
        String job = job(request.getJob());
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

    @Override
    public void getRun(GetRunRequest request, StreamObserver<GetRunResponse> observer) {
        Answering.answer(
                observer,
                managing.get(runId(request.getRunId())),
                run -> GetRunResponse.newBuilder().setRun(JobMessages.run(run)).build());
    }

    @Override
    public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
        DayFilter days = DayFilter.of(request.getBusinessDateFrom(), request.getBusinessDateTo());
        RunFilter filter =
                new RunFilter(
                        given(request.getJob(), JobEndpoint::job),
                        state(request.getState()),
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
    @Override
    public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> observer) {
        var stream = (ServerCallStreamObserver<WatchRunResponse>) observer;
        UUID id = runId(request.getRunId());
        Optional<JobRun> shown = Optional.empty();
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
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a run was watched", e);
        }
    }

    @Override
    public void listRunItems(
            ListRunItemsRequest request, StreamObserver<ListRunItemsResponse> observer) {
        UUID id = runId(request.getRunId());
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListRunItems", id);
        Optional<ItemKey> after = tokens.read(request.getPageToken(), JobEndpoint::itemKey);
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

    /** A phase's name has no blank. */
    private static ItemKey itemKey(String key) {
        String[] parts = key.split(" ", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("no item");
        }
        return new ItemKey(parts[0], parts[1]);
    }

    @Override
    public void listOperatorActions(
            ListOperatorActionsRequest request,
            StreamObserver<ListOperatorActionsResponse> observer) {
        ActionFilter filter =
                new ActionFilter(
                        given(request.getJob(), JobEndpoint::job),
                        given(request.getRunId(), JobEndpoint::runId),
                        given(request.getOperatorId(), id -> Fields.uuid("operator_id", id)));
        int size = Fields.pageSize(request.getPageSize());
        PageTokens tokens = PageTokens.of("ListOperatorActions", filter);
        Page<OperatorAction> page =
                Page.of(
                        tokens,
                        size,
                        managing.actions(
                                filter,
                                tokens.read(request.getPageToken(), JobEndpoint::actionKey),
                                Page.limit(size)),
                        action -> action.subject() + " " + action.requestId());
        Answering.answer(
                observer,
                ListOperatorActionsResponse.newBuilder()
                        .addAllActions(page.items().stream().map(JobMessages::action).toList())
                        .setNextPageToken(page.nextToken())
                        .build());
    }

    private static ActionKey actionKey(String key) {
        String[] parts = key.split(" ", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("no action");
        }
        return new ActionKey(UUID.fromString(parts[0]), UUID.fromString(parts[1]));
    }

    @Override
    public void listFindings(
            ListFindingsRequest request, StreamObserver<ListFindingsResponse> observer) {
        UUID id = runId(request.getRunId());
        Answering.answer(
                observer,
                managing.get(id).map(run -> managing.findings(id)),
                findings ->
                        ListFindingsResponse.newBuilder()
                                .addAllFindings(
                                        findings.stream().map(JobMessages::finding).toList())
                                .build());
    }

    @Override
    public void stopRun(StopRunRequest request, StreamObserver<StopRunResponse> observer) {
        Answering.answer(
                observer,
                managing.stop(
                        operator(request.getRequestId(), request.getReason()),
                        runId(request.getRunId())),
                (run, replayed) ->
                        StopRunResponse.newBuilder()
                                .setRun(JobMessages.run(run))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void restartRun(RestartRunRequest request, StreamObserver<RestartRunResponse> observer) {
        Answering.answer(
                observer,
                managing.restart(
                        operator(request.getRequestId(), request.getReason()),
                        runId(request.getRunId())),
                (run, replayed) ->
                        RestartRunResponse.newBuilder()
                                .setRun(JobMessages.run(run))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void retrySkippedItems(
            RetrySkippedItemsRequest request, StreamObserver<RetrySkippedItemsResponse> observer) {
        Answering.answer(
                observer,
                asking.retrySkipped(
                        operator(request.getRequestId(), request.getReason()),
                        runId(request.getRunId())),
                (run, replayed) ->
                        RetrySkippedItemsResponse.newBuilder()
                                .setRun(JobMessages.run(run))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void recoverRun(RecoverRunRequest request, StreamObserver<RecoverRunResponse> observer) {
        Answering.answer(
                observer,
                managing.recover(
                        operator(request.getRequestId(), request.getReason()),
                        runId(request.getRunId())),
                (run, replayed) ->
                        RecoverRunResponse.newBuilder()
                                .setRun(JobMessages.run(run))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void abandonRun(AbandonRunRequest request, StreamObserver<AbandonRunResponse> observer) {
        Answering.answer(
                observer,
                managing.abandon(
                        operator(request.getRequestId(), request.getReason()),
                        runId(request.getRunId())),
                (run, replayed) ->
                        AbandonRunResponse.newBuilder()
                                .setRun(JobMessages.run(run))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void pauseSchedule(
            PauseScheduleRequest request, StreamObserver<PauseScheduleResponse> observer) {
        Answering.answer(
                observer,
                managing.pause(
                        operator(request.getRequestId(), request.getReason()),
                        job(request.getJob()),
                        true),
                (schedule, replayed) ->
                        PauseScheduleResponse.newBuilder()
                                .setJob(JobMessages.schedule(schedule))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void resumeSchedule(
            ResumeScheduleRequest request, StreamObserver<ResumeScheduleResponse> observer) {
        Answering.answer(
                observer,
                managing.pause(
                        operator(request.getRequestId(), request.getReason()),
                        job(request.getJob()),
                        false),
                (schedule, replayed) ->
                        ResumeScheduleResponse.newBuilder()
                                .setJob(JobMessages.schedule(schedule))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void updateSchedule(
            UpdateScheduleRequest request, StreamObserver<UpdateScheduleResponse> observer) {
        Answering.answer(
                observer,
                managing.reschedule(
                        operator(request.getRequestId(), request.getReason()),
                        job(request.getJob()),
                        schedule(request.getSchedule())),
                (schedule, replayed) ->
                        UpdateScheduleResponse.newBuilder()
                                .setJob(JobMessages.schedule(schedule))
                                .setReplayed(replayed)
                                .build());
    }

    @Override
    public void resetTrigger(
            ResetTriggerRequest request, StreamObserver<ResetTriggerResponse> observer) {
        Answering.answer(
                observer,
                managing.resetTrigger(
                        operator(request.getRequestId(), request.getReason()),
                        job(request.getJob())),
                (schedule, replayed) ->
                        ResetTriggerResponse.newBuilder()
                                .setJob(JobMessages.schedule(schedule))
                                .setReplayed(replayed)
                                .build());
    }

    private static Operator operator(String requestId, String reason) {
        return new Operator(
                Caller.current().userId().value(),
                Fields.requestId(requestId),
                Fields.words("reason", reason, MAX_REASON));
    }

    private static UUID runId(String text) {
        return Fields.uuid("run_id", text);
    }

    private static String job(String name) {
        if (!JOB.matcher(name).matches()) {
            throw new InvalidField("job", "is no job's name; ListJobs knows them");
        }
        return name;
    }

    private static String schedule(String cron) {
        if (!ManagingJobs.isSchedule(cron)) {
            throw new InvalidField(
                    "schedule",
                    "is not six fields like '0 0/15 * * * ?', with '?' for one of the days and days"
                            + " of the week by name");
        }
        return cron;
    }

    private static Optional<LocalDate> date(String field, String text) {
        try {
            return given(text, LocalDate::parse);
        } catch (DateTimeParseException e) {
            throw new InvalidField(field, "is no date like 2026-11-22");
        }
    }

    /** Days from one to another, both inclusive; open where one is absent. */
    private record DayFilter(Optional<LocalDate> from, Optional<LocalDate> to) {

        static DayFilter of(String from, String to) {
            DayFilter days =
                    new DayFilter(date("business_date_from", from), date("business_date_to", to));
            if (days.from.isPresent()
                    && days.to.isPresent()
                    && days.to.get().isBefore(days.from.get())) {
                throw new InvalidField("business_date_to", "is before business_date_from");
            }
            return days;
        }
    }

    private static <T> Optional<T> given(String text, Function<String, T> parse) {
        return text.isEmpty() ? Optional.empty() : Optional.of(parse.apply(text));
    }

    private static Optional<JobState> state(RunState state) {
        return switch (state) {
            case RUN_STATE_UNSPECIFIED -> Optional.empty();
            case UNRECOGNIZED -> throw new InvalidField("state", "is no state of a run");
            default -> Optional.of(JobState.valueOf(state.name().substring("RUN_STATE_".length())));
        };
    }
}
