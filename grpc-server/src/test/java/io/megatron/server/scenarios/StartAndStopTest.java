package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.megatron.server.BookLock;
import io.megatron.trading.v1.Receipt;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A start from nothing, and an end that nobody has to notice. */
@Tag("scenario")
@Timeout(120)
class StartAndStopTest {
    private static final Duration LONGEST_START = Duration.ofSeconds(20);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final Set<Integer> CLEAN = Set.of(0, 143);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void a_first_start_is_quick_and_sigterm_ends_it_without_a_trace() throws Exception {
        try (Installation installation = new Installation(folder)) {
            Duration limit = longestStart();
            ServerProcess server = installation.launch(Map.of());
            Duration took = server.awaitReady();
            System.out.printf("first start took %s, limit %s%n", took, limit);
            assertThat(took).isLessThan(limit);
            Receipt receipt;
            Order order;
            try (ServerClient client = new ServerClient(server, installation.data())) {
                UUID buyer = client.newTrader("100");
                order = Order.buyFor(buyer, client.newAsset("LAST"), 10_000_000, "0");
                receipt = endWithACallInFlight(installation, server, client, order);
            }
            assertThat(installation.postgres()).as("Postgres is gone").isEmpty();
            assertThat(installation.redis()).as("Redis is gone").isEmpty();

            server = installation.start();

            assertThat(lastStart(installation.postgresLog()))
                    .contains("database system was shut down at")
                    .doesNotContain("not properly shut down", "interrupted");
            try (ServerClient client = new ServerClient(server, installation.data())) {
                assertThat(client.tradeOf(order.user(), order.requestId()))
                        .contains(receipt.getTrade());
                assertNobodyElseCanStartHere(installation, server);
                client.assertReconciled();
            }
        }
    }

    @Test
    void sigterm_does_not_wait_for_work_that_nobody_waits_for() throws Exception {
        try (Installation installation = new Installation(folder)) {
            ServerProcess server = installation.start();
            try (ServerClient client = new ServerClient(server, installation.data());
                    Connection owner = DriverManager.getConnection(installation.ownerUrl());
                    Statement statement = owner.createStatement()) {
                owner.setAutoCommit(false);
                statement.execute("lock table trades in access exclusive mode");
                Future<?> look = client.reconcile();
                await().until(() -> somebodyWaitsForTrades(statement));
                look.cancel(true);
                long began = System.nanoTime();

                Signals.terminate(server.pid());

                assertThat(CLEAN).as("exit statuses").contains(server.awaitExit());
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST_STOP);
            }
        }
    }

    private static boolean somebodyWaitsForTrades(Statement statement) throws SQLException {
        try (ResultSet waiting =
                statement.executeQuery(
                        "select exists (select from pg_locks"
                                + " where relation = 'trades'::regclass and not granted)")) {
            return waiting.next() && waiting.getBoolean(1);
        }
    }

    /** Where others keep the processors busy, everything takes as much longer. */
    private static Duration longestStart() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        double load = system.getSystemLoadAverage() / (2.0 * system.getAvailableProcessors());
        return Duration.ofMillis((long) (LONGEST_START.toMillis() * Math.max(1, load)));
    }

    /**
     * Keeps the book from the server, so that the call is certainly under way when it is to end.
     */
    private static Receipt endWithACallInFlight(
            Installation installation, ServerProcess server, ServerClient client, Order order)
            throws Exception {
        List<ServingStatus> health = watchHealth(client);
        await().until(() -> health.equals(List.of(ServingStatus.SERVING)));
        List<ProcessHandle> everything =
                Stream.concat(installation.postgres().stream(), installation.redis().stream())
                        .toList();
        CompletableFuture<Receipt> inFlight;
        try (BookLock lock = new BookLock(installation.ownerUrl())) {
            lock.take();
            inFlight =
                    CompletableFuture.supplyAsync(
                            () -> order.send(client.trades(order.user())),
                            Thread::startVirtualThread);
            await().until(lock::isWaitedFor);

            Signals.terminate(server.pid());

            await().until(() -> health.contains(ServingStatus.NOT_SERVING));
            assertThat(inFlight).as("the call in flight").isNotDone();
            awaitRefusal(client, order);
            assertThat(inFlight).as("the call in flight").isNotDone();
            lock.release();
        }
        Receipt receipt = inFlight.get(10, TimeUnit.SECONDS);
        long began = System.nanoTime();
        assertThat(CLEAN).as("exit statuses").contains(server.awaitExit());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST_STOP);
        assertThat(everything).noneMatch(Signals::lives);
        assertThat(health).containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
        return receipt;
    }

    private static void assertNobodyElseCanStartHere(
            Installation installation, ServerProcess running) {
        assertThat(installation.launch(Map.of()).refusal())
                .contains("Another Megatron", Long.toString(running.pid()));
        assertThat(running.lives()).isTrue();
    }

    private static void awaitRefusal(ServerClient client, Order order) {
        await().alias("new calls are refused")
                .untilAsserted(
                        () ->
                                assertThatThrownBy(
                                                () ->
                                                        client.tradeOf(
                                                                order.user(), order.requestId()))
                                        .isInstanceOf(StatusRuntimeException.class)
                                        .hasMessageStartingWith("UNAVAILABLE"));
    }

    private static List<ServingStatus> watchHealth(ServerClient client) {
        List<ServingStatus> seen = new CopyOnWriteArrayList<>();
        HealthGrpc.newStub(client.channel())
                .watch(
                        HealthCheckRequest.getDefaultInstance(),
                        new StreamObserver<HealthCheckResponse>() {
                            @Override
                            public void onNext(HealthCheckResponse response) {
                                seen.add(response.getStatus());
                            }

                            @Override
                            public void onError(Throwable error) {
                                // The stream ends with the server.
                            }

                            @Override
                            public void onCompleted() {
                                // It never completes by itself.
                            }
                        });
        return seen;
    }

    /** What Postgres has logged since its last start. */
    private static String lastStart(String log) {
        return log.substring(log.lastIndexOf("starting PostgreSQL"));
    }
}
