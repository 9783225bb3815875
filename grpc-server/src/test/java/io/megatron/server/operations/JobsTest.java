package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.megatron.assets.v1.AssetStatus;
import io.megatron.funding.v1.ClaimRefundRequest;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.GetFundingRequest;
import io.megatron.funding.v1.RequestLpWithdrawalRequest;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.operations.v1.AbandonRunRequest;
import io.megatron.operations.v1.GetRunRequest;
import io.megatron.operations.v1.Job;
import io.megatron.operations.v1.ListFindingsRequest;
import io.megatron.operations.v1.ListJobsRequest;
import io.megatron.operations.v1.ListRunItemsRequest;
import io.megatron.operations.v1.ListRunsRequest;
import io.megatron.operations.v1.PauseScheduleRequest;
import io.megatron.operations.v1.RecoverRunRequest;
import io.megatron.operations.v1.RestartRunRequest;
import io.megatron.operations.v1.ResumeScheduleRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunItem;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.RunJobResponse;
import io.megatron.operations.v1.RunState;
import io.megatron.operations.v1.StopRunRequest;
import io.megatron.operations.v1.UpdateScheduleRequest;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs as operators meet them: over the network, on a node that has both roles. */
class JobsTest {
    private static final Duration FUNDING_PERIOD = Duration.ofDays(1);

    @TempDir private static Path folder;

    private static OperatorDesk desk;
    private static RunningExchange exchange;
    private static Person ops;

    @BeforeAll
    static void start() throws IOException {
        desk =
                OperatorDesk.open(
                        folder, Map.of("MEGATRON_FUNDING_PERIOD", FUNDING_PERIOD.toDays() + "d"));
        exchange = desk.exchange();
        ops = desk.ops();
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @Test
    void a_funding_that_missed_its_deadline_is_cancelled_and_each_lp_is_paid_once() {
        String asset = exchange.unfundedAsset("1", "0");
        List<Person> lps = lpsOf(asset, 25);
        passDeadline();
        lps.getFirst()
                .funding()
                .claimRefund(
                        ClaimRefundRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .build());

        Run run = desk.run("funding-refunds");
        Run again = desk.run("funding-refunds");

        assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
        assertThat(run.getItemsSkipped()).isZero();
        assertThat(run.getItemsChanged()).isGreaterThanOrEqualTo(24);
        assertThat(again.getItemsDone()).isZero();
        assertThat(lps).allSatisfy(lp -> assertThat(cash(lp)).isEqualTo("10"));
        assertThat(funding(asset)).isEqualTo(AssetStatus.ASSET_STATUS_CANCELLED);
    }

    @Test
    void two_runs_at_once_and_lps_who_claim_by_hand_pay_each_lp_once() throws Exception {
        String asset = exchange.unfundedAsset("1", "0");
        List<Person> lps = lpsOf(asset, 60);
        passDeadline();

        String first = desk.ask("funding-refunds");
        String second = desk.ask("funding-refunds");
        List<Thread> claims =
                lps.subList(20, 40).stream()
                        .map(lp -> Thread.ofVirtual().start(() -> claimOrFindNothing(lp, asset)))
                        .toList();
        for (Thread claim : claims) {
            claim.join();
        }

        assertThat(desk.ended(first).getItemsSkipped()).isZero();
        assertThat(desk.ended(second).getItemsSkipped()).isZero();
        assertThat(lps).allSatisfy(lp -> assertThat(cash(lp)).isEqualTo("10"));
    }

    @Test
    void a_preview_says_what_would_change_and_changes_nothing() {
        String asset = exchange.unfundedAsset("1", "0");
        Person lp = lpsOf(asset, 1).getFirst();
        passDeadline();

        Run preview =
                desk.ended(
                        ops.jobs()
                                .runJob(
                                        OperatorDesk.asking("funding-refunds")
                                                .setValidateOnly(true)
                                                .build())
                                .getRun()
                                .getRunId());
        List<RunItem> items =
                items(preview.getRunId()).stream()
                        .filter(item -> item.getItem().contains(asset))
                        .toList();

        assertThat(preview.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
        assertThat(preview.getValidateOnly()).isTrue();
        assertThat(items)
                .extracting(RunItem::getPhase, RunItem::getSkipped, RunItem::getMessage)
                .containsExactly(
                        tuple("cancel-fundings", false, "the asset is cancelled"),
                        tuple("refund-lps", false, "10 USDC back"));
        assertThat(cash(lp)).isEqualTo("0");
        assertThat(funding(asset)).isEqualTo(AssetStatus.ASSET_STATUS_FUNDING);
        desk.run("funding-refunds");
        assertThat(cash(lp)).isEqualTo("10");
    }

    @Test
    void what_has_vested_is_announced_once_however_often_the_job_runs() throws SQLException {
        String asset = exchange.asset("1", "0");
        desk.forward(Duration.ofDays(7));
        String announced =
                "select count(*) from outbox where kind = 'lp_tranche_unlocked' and asset_id = '"
                        + asset
                        + "'";

        Run run = desk.run("vesting-unlocks");
        Run again = desk.run("vesting-unlocks");

        assertThat(run.getItemsSkipped()).isZero();
        assertThat(run.getItemsChanged()).isPositive();
        assertThat(again.getItemsDone()).isZero();
        assertThat(desk.query(announced)).isEqualTo("1");
    }

    @Test
    void a_missed_week_is_right_after_one_run_of_each_job_and_again_changes_nothing()
            throws SQLException {
        List<String> all =
                List.of(
                        "funding-refunds",
                        "lp-withdrawals",
                        "vesting-unlocks",
                        "fee-collection",
                        "metadata-purge");
        all.forEach(desk::run);
        String asset = exchange.asset("1", "0");
        Person trader = exchange.traderWith("1000");
        trader.trades().buy(buying(asset, "1000"));
        desk.forward(Duration.ofDays(7));
        Person lp = exchange.traderWith("2500");
        contribute(lp, asset, "2500");
        desk.forward(Duration.ofDays(7));
        withdraw(lp, asset, "625");
        assertThat(cash(lp)).as("a quarter of what has vested, at once").isEqualTo("156.25");
        String missed = exchange.unfundedAsset("1", "0");
        List<Person> lps = lpsOf(missed, 3);

        desk.forward(Duration.ofDays(8));
        List<Run> once = all.stream().map(desk::run).toList();
        List<Run> again = all.stream().map(desk::run).toList();

        assertThat(once)
                .allSatisfy(
                        run -> {
                            assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
                            assertThat(run.getItemsSkipped()).isZero();
                        });
        assertThat(once.subList(0, 4))
                .allSatisfy(run -> assertThat(run.getItemsChanged()).isPositive());
        assertThat(again)
                .allSatisfy(run -> assertThat(run.getItemsChanged()).as(run.getJob()).isZero());
        assertThat(lps).allSatisfy(each -> assertThat(cash(each)).isEqualTo("10"));
        assertThat(cash(lp)).as("the rest, within the limit").isEqualTo("625");
        assertThat(desk.query(feesOf(asset))).isEqualTo("0.000000");
        assertThat(
                        desk.query(
                                "select count(*) from outbox where kind = 'lp_tranche_unlocked' and"
                                        + " asset_id = '"
                                        + asset
                                        + "'"))
                .as("each LP's first tranche, once")
                .isEqualTo("2");
    }

    @Test
    void the_platforms_fees_go_to_the_treasury() throws SQLException {
        String asset = exchange.asset("1", "0");
        exchange.traderWith("1000").trades().buy(buying(asset, "1000"));
        String owed = desk.query(feesOf(asset));

        Run run = desk.run("fee-collection");

        assertThat(owed).isEqualTo("0.500000");
        assertThat(run.getItemsChanged()).isPositive();
        assertThat(desk.query(feesOf(asset))).isEqualTo("0.000000");
        assertThat(
                        desk.query(
                                "select sum(e.amount) from entries e join accounts a on a.id ="
                                        + " e.account_id join transfers t on t.seq ="
                                        + " e.transfer_seq where a.kind = 'TREASURY' and t.cause ="
                                        + " 'fee_collection' and t.seq in (select transfer_seq"
                                        + " from entries x join accounts y on y.id = x.account_id"
                                        + " where y.owner = '"
                                        + asset
                                        + "')"))
                .isEqualTo("0.500000");
    }

    @Test
    void a_reconciliation_lists_what_it_finds() throws SQLException {
        String asset = exchange.asset("1", "0");
        exchange.traderWith("5").trades().buy(buying(asset, "2"));
        String tampering =
                "begin isolation level serializable; update positions set shares = shares %s 1"
                        + " where asset_id = '"
                        + asset
                        + "'; commit";
        String announced =
                "select count(*) || ' ' || min(payload ->> 'expected') from outbox where kind ="
                    + " 'invariant_broken' and asset_id = '00000000-0000-0000-0000-000000000000'"
                    + " and payload ->> 'check' = 'supplies_match_positions' and payload ->>"
                    + " 'subject' like '%"
                        + asset
                        + "%'";
        desk.execute(tampering.formatted("+"));
        Run run;
        try {
            run = desk.run("reconciliation");
            assertThat(desk.query(announced)).isEqualTo("1 2.990000 in positions");
            desk.run("reconciliation");
            assertThat(desk.query(announced)).as("while it stands").startsWith("1 ");
        } finally {
            desk.execute(tampering.formatted("-"));
        }
        desk.run("reconciliation");
        desk.execute(tampering.formatted("+"));
        try {
            desk.run("reconciliation");
            assertThat(desk.query(announced)).as("broken anew").startsWith("2 ");
        } finally {
            desk.execute(tampering.formatted("-"));
        }

        assertThat(
                        ops.jobs()
                                .listFindings(
                                        ListFindingsRequest.newBuilder()
                                                .setRunId(run.getRunId())
                                                .build())
                                .getFindingsList())
                .anySatisfy(
                        finding -> {
                            assertThat(finding.getCheck()).isEqualTo("supplies_match_positions");
                            assertThat(finding.getSubject()).contains(asset);
                            assertThat(finding.getExpected()).startsWith("2.990000");
                            assertThat(finding.getActual()).startsWith("1.990000");
                        });
        assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
    }

    @Test
    void a_reconciliation_shows_how_far_it_is_piece_by_piece() {
        exchange.asset("1", "0");
        Iterator<WatchRunResponse> watched =
                ops.jobs()
                        .watchRun(
                                WatchRunRequest.newBuilder()
                                        .setRunId(desk.ask("reconciliation"))
                                        .build());
        List<Long> done = new ArrayList<>();
        Run last = Run.getDefaultInstance();
        while (watched.hasNext()) {
            last = watched.next().getRun();
            done.add(last.getItemsDone());
        }

        assertThat(last.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
        assertThat(last.getItemsTotal()).isGreaterThan(5).isEqualTo(last.getItemsDone());
        assertThat(last.getItemsChanged() + last.getItemsSkipped()).isZero();
        assertThat(done).isSorted();
    }

    @Test
    void the_same_request_asks_for_the_same_run_and_is_on_record_once() throws SQLException {
        RunJobRequest asking = OperatorDesk.asking("metadata-purge").build();

        RunJobResponse first = ops.jobs().runJob(asking);
        RunJobResponse replay = ops.jobs().runJob(asking);
        Failure other =
                Failure.of(
                        () ->
                                ops.jobs()
                                        .runJob(
                                                asking.toBuilder()
                                                        .setJob("reconciliation")
                                                        .build()));

        assertThat(first.getReplayed()).isFalse();
        assertThat(replay.getReplayed()).isTrue();
        assertThat(replay.getRun().getRunId()).isEqualTo(first.getRun().getRunId());
        assertThat(other.reason()).isEqualTo("REQUEST_ID_REUSED");
        assertThat(
                        desk.query(
                                "select count(*) || ' ' || min(action) || ' ' || min(reason) from"
                                        + " audit_entries where request_id = '"
                                        + asking.getRequestId()
                                        + "'"))
                .isEqualTo("1 RunJob a test");
    }

    @Test
    void a_run_is_watched_to_its_end() {
        String id = desk.ask("metadata-purge");

        Iterator<WatchRunResponse> watched =
                ops.jobs().watchRun(WatchRunRequest.newBuilder().setRunId(id).build());
        List<RunState> states = new ArrayList<>();
        watched.forEachRemaining(news -> states.add(news.getRun().getState()));

        assertThat(states.getLast()).isEqualTo(RunState.RUN_STATE_COMPLETED);
    }

    @Test
    void what_cannot_be_done_to_a_run_is_refused_with_its_state() {
        Run done = desk.run("metadata-purge");
        String id = done.getRunId();

        List<Failure> refused =
                List.of(
                        Failure.of(() -> ops.jobs().stopRun(stopping(id))),
                        Failure.of(
                                () ->
                                        ops.jobs()
                                                .restartRun(
                                                        RestartRunRequest.newBuilder()
                                                                .setRequestId(newId())
                                                                .setRunId(id)
                                                                .setReason("a test")
                                                                .build())),
                        Failure.of(
                                () ->
                                        ops.jobs()
                                                .recoverRun(
                                                        RecoverRunRequest.newBuilder()
                                                                .setRequestId(newId())
                                                                .setRunId(id)
                                                                .setReason("a test")
                                                                .build())),
                        Failure.of(
                                () ->
                                        ops.jobs()
                                                .abandonRun(
                                                        AbandonRunRequest.newBuilder()
                                                                .setRequestId(newId())
                                                                .setRunId(id)
                                                                .setReason("a test")
                                                                .build())));

        assertThat(refused)
                .allSatisfy(
                        failure -> {
                            assertThat(failure.reason()).isEqualTo("RUN_STATE_CONFLICT");
                            assertThat(failure.metadata()).containsEntry("state", "COMPLETED");
                        });
    }

    @Test
    void a_lost_nodes_run_is_recovered_once_it_is_silent_and_restarted_as_the_same_run()
            throws SQLException {
        UUID lost = UUID.randomUUID();
        lostRun(lost, "now()");
        RecoverRunRequest recover =
                RecoverRunRequest.newBuilder()
                        .setRequestId(newId())
                        .setRunId(lost.toString())
                        .setReason("its machine burnt down")
                        .build();
        Failure alive = Failure.of(() -> ops.jobs().recoverRun(recover));
        desk.execute(
                "update job_runs set heartbeat_at = now() - interval '31 seconds' where id = '"
                        + lost
                        + "'");

        Run recovered = ops.jobs().recoverRun(recover).getRun();
        ops.jobs()
                .restartRun(
                        RestartRunRequest.newBuilder()
                                .setRequestId(newId())
                                .setRunId(lost.toString())
                                .setReason("again")
                                .build());
        Run restarted = desk.ended(lost.toString());

        assertThat(alive.reason()).isEqualTo("RUN_STATE_CONFLICT");
        assertThat(recovered.getState()).isEqualTo(RunState.RUN_STATE_FAILED);
        assertThat(recovered.getMessage()).contains("somewhere");
        assertThat(restarted.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
        assertThat(restarted.getAttempts()).isEqualTo(2);
    }

    @Test
    void a_run_that_is_stopped_in_its_midst_is_restarted_as_the_same_run_and_finishes()
            throws Exception {
        String asset = exchange.unfundedAsset("1", "0");
        List<Person> lps = lpsOf(asset, 25);
        passDeadline();
        String run;
        try (Connection owner = desk.connect()) {
            // Somebody else holds the book, so the run cannot finish its chunk.
            owner.setAutoCommit(false);
            owner.createStatement().execute("lock table book in exclusive mode");
            run = desk.ask("funding-refunds");
            awaitState(run, RunState.RUN_STATE_RUNNING);
            assertThat(ops.jobs().stopRun(stopping(run)).getRun().getStopping()).isTrue();
            // Its node hears of it with a heartbeat, and has acted on it by the one after.
            awaitHeartbeat(run);
            awaitHeartbeat(run);
            owner.rollback();
        }
        Run stopped = desk.ended(run);

        ops.jobs()
                .restartRun(
                        RestartRunRequest.newBuilder()
                                .setRequestId(newId())
                                .setRunId(run)
                                .setReason("go on")
                                .build());
        Run finished = desk.ended(run);

        assertThat(stopped.getState()).isEqualTo(RunState.RUN_STATE_STOPPED);
        assertThat(finished.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
        assertThat(finished.getAttempts()).isEqualTo(2);
        assertThat(lps).allSatisfy(lp -> assertThat(cash(lp)).isEqualTo("10"));
        assertThat(
                        desk.query(
                                "select count(*) || ' ' || count(distinct e.job_instance_id) from"
                                        + " batch_job_execution e join batch_job_execution_params p"
                                        + " on p.job_execution_id = e.job_execution_id where"
                                        + " p.parameter_value = '"
                                        + run
                                        + "'"))
                .as("executions and instances of Spring Batch")
                .isEqualTo("2 1");
    }

    private static void awaitState(String run, RunState state) {
        await().until(() -> get(run).getState() == state);
    }

    private static void awaitHeartbeat(String run) {
        Timestamp before = get(run).getHeartbeatAt();
        await().until(() -> !get(run).getHeartbeatAt().equals(before));
    }

    private static Run get(String run) {
        return ops.jobs().getRun(GetRunRequest.newBuilder().setRunId(run).build()).getRun();
    }

    private static void lostRun(UUID id, String heartbeat) throws SQLException {
        desk.execute(
                "insert into job_runs (id, job, state, business_date, preview, requested_by,"
                    + " reason, requested_at, attempts, node, started_at, heartbeat_at) values ('"
                        + id
                        + "', 'metadata-purge', 'RUNNING', current_date, false, 'schedule', 'x',"
                        + " now(), 1, 'somewhere', now(), "
                        + heartbeat
                        + ")");
    }

    @Test
    void a_schedule_is_paused_resumed_and_set() {
        ops.jobs()
                .pauseSchedule(
                        PauseScheduleRequest.newBuilder()
                                .setRequestId(newId())
                                .setJob("lp-withdrawals")
                                .setReason("a test")
                                .build());
        Job paused = desk.job("lp-withdrawals");
        ops.jobs()
                .resumeSchedule(
                        ResumeScheduleRequest.newBuilder()
                                .setRequestId(newId())
                                .setJob("lp-withdrawals")
                                .setReason("a test")
                                .build());
        ops.jobs().updateSchedule(schedule("0 30 4 ? * MON"));
        Job set = desk.job("lp-withdrawals");

        assertThat(paused.getPaused()).isTrue();
        assertThat(paused.hasNextRunAt()).isFalse();
        assertThat(set.getPaused()).isFalse();
        assertThat(set.getSchedule()).isEqualTo("0 30 4 ? * MON");
        Instant next = Instant.ofEpochSecond(set.getNextRunAt().getSeconds());
        assertThat(next).isAfter(Instant.now());
        assertThat(next.atOffset(ZoneOffset.UTC).getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
    }

    @Test
    void bad_input_is_named_and_nothing_is_asked_for() {
        long before = runs();

        assertThat(
                        Failure.of(
                                        () ->
                                                ops.jobs()
                                                        .runJob(
                                                                OperatorDesk.asking("no-such-job")
                                                                        .build()))
                                .reason())
                .isEqualTo("JOB_NOT_FOUND");
        assertThat(field(() -> ops.jobs().runJob(OperatorDesk.asking("Not a name").build())))
                .isEqualTo("job");
        assertThat(
                        field(
                                () ->
                                        ops.jobs()
                                                .runJob(
                                                        OperatorDesk.asking("reconciliation")
                                                                .setReason("")
                                                                .build())))
                .isEqualTo("reason");
        assertThat(
                        field(
                                () ->
                                        ops.jobs()
                                                .runJob(
                                                        OperatorDesk.asking("reconciliation")
                                                                .setBusinessDate("22.11.2026")
                                                                .build())))
                .isEqualTo("business_date");
        assertThat(
                        Failure.of(
                                        () ->
                                                ops.jobs()
                                                        .runJob(
                                                                OperatorDesk.asking(
                                                                                "reconciliation")
                                                                        .setBusinessDate(
                                                                                "9999-01-01")
                                                                        .build()))
                                .reason())
                .isEqualTo("NO_BUSINESS_DATE");
        assertThat(
                        field(
                                () ->
                                        ops.jobs()
                                                .runJob(
                                                        OperatorDesk.asking("reconciliation")
                                                                .setRequestId("1")
                                                                .build())))
                .isEqualTo("request_id");
        assertThat(field(() -> ops.jobs().getRun(GetRunRequest.newBuilder().setRunId("x").build())))
                .isEqualTo("run_id");
        assertThat(
                        Failure.of(
                                        () ->
                                                ops.jobs()
                                                        .getRun(
                                                                GetRunRequest.newBuilder()
                                                                        .setRunId(newId())
                                                                        .build()))
                                .reason())
                .isEqualTo("RUN_NOT_FOUND");
        for (String schedule :
                List.of(
                        "",
                        "often",
                        "0 0 * * * *",
                        "0 0 0 ? * 1",
                        "0 0 0 1 * MON",
                        "0 0 99 * * ?")) {
            assertThat(field(() -> ops.jobs().updateSchedule(schedule(schedule))))
                    .as(schedule)
                    .isEqualTo("schedule");
        }
        assertThat(runs()).isEqualTo(before);
    }

    @Test
    void only_operators_run_jobs() {
        Person user = exchange.traderWith("0");
        Person admin = exchange.as(UUID.randomUUID(), "admin");

        assertThat(
                        Failure.of(
                                        () ->
                                                user.jobs()
                                                        .runJob(
                                                                OperatorDesk.asking(
                                                                                "reconciliation")
                                                                        .build()))
                                .code())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(
                        Failure.of(
                                        () ->
                                                admin.jobs()
                                                        .runJob(
                                                                OperatorDesk.asking(
                                                                                "reconciliation")
                                                                        .build()))
                                .code())
                .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(admin.jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList())
                .extracting(Job::getJob)
                .containsExactly(
                        "custody-withdrawals",
                        "deposit-confirmations",
                        "fee-collection",
                        "fundamental-signals",
                        "funding-refunds",
                        "lp-withdrawals",
                        "metadata-purge",
                        "price-aggregation",
                        "reconciliation",
                        "reconciliation-incremental",
                        "sweeps",
                        "vesting-unlocks");
    }

    @Test
    void runs_are_listed_page_by_page() {
        IntStream.range(0, 5).forEach(i -> desk.run("metadata-purge"));
        List<String> ids = new ArrayList<>();
        String token = "";
        do {
            var page =
                    ops.jobs()
                            .listRuns(
                                    ListRunsRequest.newBuilder()
                                            .setJob("metadata-purge")
                                            .setState(RunState.RUN_STATE_COMPLETED)
                                            .setPageSize(2)
                                            .setPageToken(token)
                                            .build());
            page.getRunsList().forEach(run -> ids.add(run.getRunId()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(ids).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
    }

    private static List<Person> lpsOf(String asset, int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> {
                            Person lp = exchange.traderWith("10");
                            contribute(lp, asset, "10");
                            return lp;
                        })
                .toList();
    }

    private static void contribute(Person lp, String asset, String amount) {
        lp.funding()
                .contribute(
                        ContributeRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setAmount(amount)
                                .build());
    }

    private static void withdraw(Person lp, String asset, String amount) {
        lp.funding()
                .requestLpWithdrawal(
                        RequestLpWithdrawalRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setAmount(amount)
                                .build());
    }

    private static BuyRequest buying(String asset, String usdc) {
        return BuyRequest.newBuilder()
                .setRequestId(newId())
                .setAssetId(asset)
                .setExactIn(BuyExactIn.newBuilder().setUsdcIn(usdc).setMinSharesOut("0"))
                .build();
    }

    private static void passDeadline() {
        desk.forward(FUNDING_PERIOD);
    }

    private static void claimOrFindNothing(Person lp, String asset) {
        try {
            lp.funding()
                    .claimRefund(
                            ClaimRefundRequest.newBuilder()
                                    .setRequestId(newId())
                                    .setAssetId(asset)
                                    .build());
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getDescription()).contains("refund");
        }
    }

    private static StopRunRequest stopping(String id) {
        return StopRunRequest.newBuilder()
                .setRequestId(newId())
                .setRunId(id)
                .setReason("a test")
                .build();
    }

    private static UpdateScheduleRequest schedule(String cron) {
        return UpdateScheduleRequest.newBuilder()
                .setRequestId(newId())
                .setJob("lp-withdrawals")
                .setSchedule(cron)
                .setReason("a test")
                .build();
    }

    private static List<RunItem> items(String run) {
        return ops.jobs()
                .listRunItems(
                        ListRunItemsRequest.newBuilder().setRunId(run).setPageSize(500).build())
                .getItemsList();
    }

    private static long runs() {
        return ops.jobs()
                .listRuns(ListRunsRequest.newBuilder().setPageSize(500).build())
                .getRunsCount();
    }

    private static String field(ThrowingCallable call) {
        return String.join(",", Failure.of(call).fields());
    }

    private static String cash(Person person) {
        return person.ledger().getBalance(GetBalanceRequest.getDefaultInstance()).getBalance();
    }

    private static AssetStatus funding(String asset) {
        return exchange.admin()
                .funding()
                .getFunding(GetFundingRequest.newBuilder().setAssetId(asset).build())
                .getFunding()
                .getStatus();
    }

    private static String feesOf(String asset) {
        return "select balance from balances where kind = 'PLATFORM_FEES' and owner = '"
                + asset
                + "'";
    }
}
