package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.operations.v1.Job;
import io.megatron.operations.v1.ListJobsRequest;
import io.megatron.operations.v1.MoveClockRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.server.calls.Figures;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

/** A server of a test's own, and an operator of it who asks for runs and waits for them. */
public record OperatorDesk(RunningExchange exchange, Person ops) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * Starts the server; its jobs run in small pieces, and only when asked for.
     *
     * @param more settings beside these, or instead of them
     */
    public static OperatorDesk open(Path folder, Map<String, String> more) throws IOException {
        Map<String, String> settings =
                new HashMap<>(
                        Map.of(
                                "MEGATRON_JOBS_POLL", "50ms",
                                "MEGATRON_JOBS_CHUNK", "10",
                                "MEGATRON_RECONCILIATION_PIECE", "10",
                                "MEGATRON_JOBS_SCHEDULED", "false"));
        settings.putAll(more);
        RunningExchange exchange = RunningExchange.start(folder, settings);
        return new OperatorDesk(exchange, exchange.as(UUID.randomUUID(), "ops"));
    }

    /** The end of every scenario: no invariant is off by a micro. */
    @Override
    public void close() {
        exchange.closeReconciled();
    }

    public static RunJobRequest.Builder asking(String job) {
        return RunJobRequest.newBuilder().setRequestId(newId()).setJob(job).setReason("a test");
    }

    /** Asks for a run, and answers its id. */
    public String ask(String job) {
        return ops.jobs().runJob(asking(job).build()).getRun().getRunId();
    }

    /** Runs a job to its end. */
    public Run run(String job) {
        return ended(ask(job));
    }

    /** Waits for the end of a run. */
    public Run ended(String id) {
        Iterator<WatchRunResponse> watched =
                ops.jobs()
                        .withDeadlineAfter(PATIENCE)
                        .watchRun(WatchRunRequest.newBuilder().setRunId(id).build());
        Run last = Run.getDefaultInstance();
        while (watched.hasNext()) {
            last = watched.next().getRun();
        }
        return last;
    }

    public Job job(String name) {
        return ops.jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList().stream()
                .filter(job -> job.getJob().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Makes business time pass. */
    public void forward(Duration duration) {
        ops.clock()
                .moveClock(
                        MoveClockRequest.newBuilder()
                                .setRequestId(newId())
                                .setForward(Figures.duration(duration))
                                .build());
    }

    /** What a figure says at the moment. */
    public double gauge(String name) {
        return exchange.context().getBean(MeterRegistry.class).get(name).gauge().value();
    }

    /** The first column of a query's first row, as the application's role reads it. */
    public String query(String sql) throws SQLException {
        try (Connection connection = connect();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect()) {
            connection.createStatement().execute(sql);
        }
    }

    /** A connection of the application's role. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                exchange.context().getBean(DatabaseAddress.class).applicationUrl());
    }
}
