package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.operations.v1.AbandonRunRequest;
import io.megatron.operations.v1.ListOperatorActionsRequest;
import io.megatron.operations.v1.ListOperatorActionsResponse;
import io.megatron.operations.v1.ListRunsRequest;
import io.megatron.operations.v1.ListRunsResponse;
import io.megatron.operations.v1.OperatorAction;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators look up and set right about runs. */
class RunControlTest {
    @TempDir private static Path folder;

    private static RunningExchange exchange;
    private static Person ops;

    @BeforeAll
    static void start() throws IOException {
        exchange =
                RunningExchange.start(
                        folder,
                        Map.of(
                                "MEGATRON_JOBS_POLL", "50ms",
                                "MEGATRON_JOBS_CHUNK", "10",
                                "MEGATRON_JOBS_SCHEDULED", "false"));
        ops = exchange.as(UUID.randomUUID(), "ops");
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
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
        assertThat(runsFor("2020-01-03", "")).startsWith(third).doesNotContain(first, second);
        assertThat(Failure.of(() -> runsFor("2020-01-03", "2020-01-02")).fields())
                .containsExactly("business_date_to");
        assertThat(Failure.of(() -> runsFor("yesterday", "")).fields())
                .containsExactly("business_date_from");
    }

    @Test
    void what_operators_did_is_listed_newest_first_page_by_page() {
        Person operator = exchange.as(UUID.randomUUID(), "ops");
        operator.jobs().runJob(asking("metadata-purge"));
        operator.jobs().runJob(asking("reconciliation"));
        operator.jobs().runJob(asking("metadata-purge"));

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

    private static RunJobRequest asking(String job) {
        return RunJobRequest.newBuilder()
                .setRequestId(newId())
                .setJob(job)
                .setReason("a test")
                .build();
    }

    private static String runFor(String date) throws SQLException {
        return runFor(date, "COMPLETED");
    }

    /** A run of lp-withdrawals that ended so. */
    private static String runFor(String date, String state) throws SQLException {
        String id = newId();
        execute(
                "insert into job_runs (id, job, state, business_date, preview, requested_by,"
                        + " reason, requested_at, attempts, node, started_at, ended_at) values"
                        + " ('%s', 'lp-withdrawals', '%s', '%s', false, 'schedule', 'x', now(), 1,"
                                .formatted(id, state, date)
                        + " 'somewhere', now(), now())");
        return id;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(
                        exchange.context().getBean(DatabaseAddress.class).applicationUrl())) {
            connection.createStatement().execute(sql);
        }
    }
}
