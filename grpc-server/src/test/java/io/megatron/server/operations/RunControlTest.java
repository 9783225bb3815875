package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.megatron.operations.v1.AbandonRunRequest;
import io.megatron.operations.v1.CatchUpRequest;
import io.megatron.operations.v1.CatchUpResponse;
import io.megatron.operations.v1.Job;
import io.megatron.operations.v1.ListJobsRequest;
import io.megatron.operations.v1.ListOperatorActionsRequest;
import io.megatron.operations.v1.ListOperatorActionsResponse;
import io.megatron.operations.v1.ListRunsRequest;
import io.megatron.operations.v1.ListRunsResponse;
import io.megatron.operations.v1.OperatorAction;
import io.megatron.operations.v1.RetrySkippedItemsRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.RunJobResponse;
import io.megatron.operations.v1.RunState;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators look up and set right about runs. */
class RunControlTest {
    @TempDir private static Path folder;

    private static OperatorDesk desk;
    private static RunningExchange exchange;
    private static Person ops;

    @BeforeAll
    static void start() throws IOException {
        desk =
                OperatorDesk.open(
                        folder, Map.of("spring.main.sources", DailyFiguresJob.class.getName()));
        exchange = desk.exchange();
        ops = desk.ops();
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @Test
    void runs_are_listed_by_the_days_they_are_for_both_inclusive() throws SQLException {
        String first = runFor("2020-01-01");
        String second = runFor("2020-01-02");
        String third = runFor("2020-01-03");

        assertThat(runsFor("2020-01-01", "2020-01-03")).containsExactly(third, second, first);
        assertThat(runsFor("2020-01-02", "2020-01-02")).containsExactly(second);
        assertThat(runsFor("2020-01-02", "2020-01-03")).containsExactly(third, second);
        assertThat(runsFor("", "2020-01-01")).containsExactly(first);
        assertThat(runsFor("2020-01-03", "")).contains(third).doesNotContain(first, second);
        assertThat(Failure.of(() -> runsFor("2020-01-03", "2020-01-02")).fields())
                .containsExactly("business_date_to");
        assertThat(Failure.of(() -> runsFor("yesterday", "")).fields())
                .containsExactly("business_date_from");
    }

    @Test
    void what_operators_did_is_listed_newest_first_page_by_page() {
        Person operator = exchange.as(UUID.randomUUID(), "ops");
        operator.jobs().runJob(OperatorDesk.asking("metadata-purge").build());
        operator.jobs().runJob(OperatorDesk.asking("reconciliation").build());
        operator.jobs().runJob(OperatorDesk.asking("metadata-purge").build());

        List<OperatorAction> actions = new ArrayList<>();
        ListOperatorActionsResponse page = ListOperatorActionsResponse.getDefaultInstance();
        do {
            page =
                    ops.jobs()
                            .listOperatorActions(
                                    ListOperatorActionsRequest.newBuilder()
                                            .setOperatorId(operator.id().toString())
                                            .setPageSize(1)
                                            .setPageToken(page.getNextPageToken())
                                            .build());
            actions.addAll(page.getActionsList());
        } while (!page.getNextPageToken().isEmpty());

        assertThat(actions)
                .extracting(OperatorAction::getTarget)
                .containsExactly("metadata-purge", "reconciliation", "metadata-purge");
        assertThat(actions)
                .allSatisfy(
                        action -> {
                            assertThat(action.getOperatorId()).isEqualTo(operator.id().toString());
                            assertThat(action.getAction()).isEqualTo("RunJob");
                            assertThat(action.getReason()).isEqualTo("a test");
                            assertThat(action.getDetails())
                                    .contains("\"validate_only\": \"false\"");
                        });
    }

    @Test
    void what_operators_did_is_found_by_run_and_by_job() throws SQLException {
        String run = runFor("2020-02-02", "FAILED");
        ops.jobs()
                .abandonRun(
                        AbandonRunRequest.newBuilder()
                                .setRequestId(newId())
                                .setRunId(run)
                                .setReason("nobody needs it")
                                .build());

        List<OperatorAction> ofRun =
                actions(ListOperatorActionsRequest.newBuilder().setRunId(run).build());
        List<OperatorAction> ofJob =
                actions(ListOperatorActionsRequest.newBuilder().setJob("lp-withdrawals").build());
        List<OperatorAction> ofAnother =
                actions(ListOperatorActionsRequest.newBuilder().setJob("fee-collection").build());

        assertThat(ofRun).extracting(OperatorAction::getReason).containsExactly("nobody needs it");
        assertThat(ofJob).containsAll(ofRun);
        assertThat(ofAnother).doesNotContainAnyElementsOf(ofRun);
        assertThat(
                        Failure.of(
                                        () ->
                                                exchange.traderWith("0")
                                                        .jobs()
                                                        .listOperatorActions(
                                                                ListOperatorActionsRequest
                                                                        .getDefaultInstance()))
                                .code())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void only_what_a_run_skipped_is_tried_again_and_only_where_it_is_still_due() {
        DailyFiguresJob.REFUSED.addAll(List.of("prices 3", "prices 77", "volumes 42", "volumes 5"));
        Run skipping = desk.ended(desk.ask(DailyFiguresJob.NAME));
        DailyFiguresJob.REFUSED.clear();
        DailyFiguresJob.REFUSED.add("prices 77");
        DailyFiguresJob.DONE.add(5);
        int worked = DailyFiguresJob.WORKED.get();

        Run retry = desk.ended(retry(skipping.getRunId()).getRunId());
        DailyFiguresJob.REFUSED.clear();
        int workedByRetry = DailyFiguresJob.WORKED.get() - worked;
        Run again = desk.ended(retry(retry.getRunId()).getRunId());
        DailyFiguresJob.DONE.clear();

        assertThat(skipping.getItemsSkipped()).isEqualTo(4);
        assertThat(retry.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
        assertThat(retry.getRetriesRunId()).isEqualTo(skipping.getRunId());
        assertThat(retry.getItemsDone()).isEqualTo(3);
        assertThat(retry.getItemsChanged()).isEqualTo(2);
        assertThat(retry.getItemsSkipped()).isEqualTo(1);
        assertThat(workedByRetry).isEqualTo(3);
        assertThat(again.getItemsDone()).isEqualTo(1);
        assertThat(again.getItemsSkipped()).isZero();
    }

    @Test
    void a_retry_is_asked_for_once_per_request_and_refused_where_nothing_was_skipped()
            throws SQLException {
        DailyFiguresJob.REFUSED.add("prices 1");
        Run skipping = desk.ended(desk.ask(DailyFiguresJob.NAME));
        DailyFiguresJob.REFUSED.clear();
        Run clean = desk.ended(desk.ask(DailyFiguresJob.NAME));
        Run preview =
                desk.ended(
                        ops.jobs()
                                .runJob(
                                        OperatorDesk.asking(DailyFiguresJob.NAME)
                                                .setValidateOnly(true)
                                                .build())
                                .getRun()
                                .getRunId());
        RetrySkippedItemsRequest request = retrying(skipping.getRunId());

        var first = ops.jobs().retrySkippedItems(request);
        var replay = ops.jobs().retrySkippedItems(request);

        assertThat(replay.getReplayed()).isTrue();
        assertThat(replay.getRun().getRunId()).isEqualTo(first.getRun().getRunId());
        desk.ended(first.getRun().getRunId());
        assertThat(Failure.of(() -> retry(clean.getRunId())).reason())
                .isEqualTo("NOTHING_TO_RETRY");
        assertThat(Failure.of(() -> retry(preview.getRunId())).reason())
                .isEqualTo("NOTHING_TO_RETRY");
        assertThat(Failure.of(() -> retry(newId())).reason()).isEqualTo("RUN_NOT_FOUND");
        String running = runFor("2020-03-03", "RUNNING");
        assertThat(Failure.of(() -> retry(running)).reason()).isEqualTo("RUN_STATE_CONFLICT");
    }

    @Test
    void a_job_with_a_date_runs_once_per_day_of_a_range_and_catches_up_with_the_days_without_a_run()
            throws SQLException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        RunJobRequest range = overDays(today.minusDays(6), today.minusDays(5));

        List<Run> runs = ops.jobs().runJob(range).getRunsList();
        RunJobResponse replay = ops.jobs().runJob(range);
        runs.forEach(run -> desk.ended(run.getRunId()));
        runFor(DailyFiguresJob.NAME, today.minusDays(4).toString(), "FAILED");
        desk.ended(preview(today.minusDays(3)));
        CatchUpRequest request =
                CatchUpRequest.newBuilder()
                        .setRequestId(newId())
                        .setJob(DailyFiguresJob.NAME)
                        .setReason("the machine was down")
                        .build();
        CatchUpResponse listed =
                ops.jobs().catchUp(request.toBuilder().setValidateOnly(true).build());
        CatchUpResponse asked = ops.jobs().catchUp(request);
        CatchUpResponse askedAgain = ops.jobs().catchUp(request);
        asked.getRunsList().forEach(run -> desk.ended(run.getRunId()));
        CatchUpResponse after =
                ops.jobs().catchUp(request.toBuilder().setRequestId(newId()).build());

        assertThat(runs)
                .extracting(Run::getBusinessDate)
                .containsExactly(today.minusDays(6).toString(), today.minusDays(5).toString());
        assertThat(replay.getReplayed()).isTrue();
        assertThat(replay.getRunsList()).extracting(Run::getRunId).isEqualTo(ids(runs));
        assertThat(replay.getRun().getRunId()).isEqualTo(runs.getFirst().getRunId());
        assertThat(listed.getBusinessDatesList())
                .containsExactlyElementsOf(
                        Stream.of(4, 3, 2, 1).map(ago -> today.minusDays(ago).toString()).toList());
        assertThat(listed.getRunsList()).isEmpty();
        assertThat(asked.getRunsList())
                .extracting(Run::getBusinessDate)
                .isEqualTo(listed.getBusinessDatesList());
        assertThat(asked.getMore()).isFalse();
        assertThat(askedAgain.getReplayed()).isTrue();
        assertThat(ids(askedAgain.getRunsList())).isEqualTo(ids(asked.getRunsList()));
        assertThat(after.getBusinessDatesList()).isEmpty();
        assertThat(after.getRunsList()).isEmpty();
        assertThat(DailyFiguresJob.DAYS).containsAll(today.minusDays(6).datesUntil(today).toList());
    }

    @Test
    void a_job_without_a_date_is_run_for_none_and_the_refusal_says_what_to_do_instead() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        RunJobRequest undated = OperatorDesk.asking("fee-collection").build();

        List<Failure> refused =
                List.of(
                        Failure.of(
                                () ->
                                        ops.jobs()
                                                .runJob(
                                                        undated.toBuilder()
                                                                .setBusinessDate(today.toString())
                                                                .build())),
                        Failure.of(
                                () ->
                                        ops.jobs()
                                                .runJob(
                                                        overDays(today.minusDays(1), today)
                                                                .toBuilder()
                                                                .setJob("fee-collection")
                                                                .build())),
                        Failure.of(
                                () ->
                                        ops.jobs()
                                                .catchUp(
                                                        CatchUpRequest.newBuilder()
                                                                .setRequestId(newId())
                                                                .setJob("fee-collection")
                                                                .setReason("a test")
                                                                .setValidateOnly(true)
                                                                .build())));

        assertThat(refused)
                .allSatisfy(
                        failure -> {
                            assertThat(failure.reason()).isEqualTo("NO_BUSINESS_DATE");
                            assertThat(failure.message()).contains("right after one run");
                        });
        assertThat(ops.jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList())
                .filteredOn(Job::getHasBusinessDate)
                .extracting(Job::getJob)
                .containsExactly(DailyFiguresJob.NAME, "price-aggregation");
    }

    @Test
    void a_range_has_two_ends_is_a_year_at_the_most_and_ends_today_at_the_latest() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        RunJobRequest range = overDays(today.minusDays(365), today.plusDays(1));
        RunJobRequest open = range.toBuilder().clearBusinessDateTo().build();
        RunJobRequest both =
                range.toBuilder()
                        .setBusinessDate(today.toString())
                        .setBusinessDateTo(today.toString())
                        .build();
        RunJobRequest future = overDays(today, today.plusDays(1));

        assertThat(Failure.of(() -> ops.jobs().runJob(range)).fields())
                .containsExactly("business_date_to");
        assertThat(Failure.of(() -> ops.jobs().runJob(open)).fields())
                .containsExactly("business_date_to");
        assertThat(Failure.of(() -> ops.jobs().runJob(both)).fields())
                .containsExactly("business_date");
        assertThat(Failure.of(() -> ops.jobs().runJob(future)).reason()).isEqualTo("NOT_DUE");
    }

    private static RunJobRequest overDays(LocalDate from, LocalDate to) {
        return OperatorDesk.asking(DailyFiguresJob.NAME)
                .setBusinessDateFrom(from.toString())
                .setBusinessDateTo(to.toString())
                .build();
    }

    private static String preview(LocalDate date) {
        return ops.jobs()
                .runJob(
                        OperatorDesk.asking(DailyFiguresJob.NAME)
                                .setBusinessDate(date.toString())
                                .setValidateOnly(true)
                                .build())
                .getRun()
                .getRunId();
    }

    private static List<String> ids(List<Run> runs) {
        return runs.stream().map(Run::getRunId).toList();
    }

    private static Run retry(String run) {
        return ops.jobs().retrySkippedItems(retrying(run)).getRun();
    }

    private static RetrySkippedItemsRequest retrying(String run) {
        return RetrySkippedItemsRequest.newBuilder()
                .setRequestId(newId())
                .setRunId(run)
                .setReason("a test")
                .build();
    }

    private static List<OperatorAction> actions(ListOperatorActionsRequest request) {
        return ops.jobs().listOperatorActions(request).getActionsList();
    }

    private static List<String> runsFor(String from, String to) {
        List<String> runs = new ArrayList<>();
        ListRunsResponse page = ListRunsResponse.getDefaultInstance();
        do {
            page =
                    ops.jobs()
                            .listRuns(
                                    ListRunsRequest.newBuilder()
                                            .setJob("lp-withdrawals")
                                            .setBusinessDateFrom(from)
                                            .setBusinessDateTo(to)
                                            .setPageSize(2)
                                            .setPageToken(page.getNextPageToken())
                                            .build());
            page.getRunsList().stream().map(Run::getRunId).forEach(runs::add);
        } while (!page.getNextPageToken().isEmpty());
        return runs;
    }

    private static String runFor(String date) throws SQLException {
        return runFor(date, "COMPLETED");
    }

    private static String runFor(String date, String state) throws SQLException {
        return runFor("lp-withdrawals", date, state);
    }

    /** A run as somebody else's node has left it. */
    private static String runFor(String job, String date, String state) throws SQLException {
        String id = newId();
        desk.execute(
                "insert into job_runs (id, job, state, business_date, preview, requested_by,"
                        + " reason, requested_at, attempts, node, started_at, ended_at) values"
                        + " ('%s', '%s', '%s', '%s', false, 'schedule', 'x', now(), 1,"
                                .formatted(id, job, state, date)
                        + " 'somewhere', now(), %s)"
                                .formatted(state.equals("RUNNING") ? "null" : "now()"));
        return id;
    }
}
