package io.megatron.server.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.megatron.assets.v1.GetAssetRequest;
import io.megatron.assets.v1.GetAssetResponse;
import io.megatron.server.Failure;
import io.megatron.server.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarryingCallsTest {
    @TempDir private Path folder;

    @Test
    void a_call_too_many_is_told_when_to_come_back_and_places_are_given_back() throws Exception {
        try (TestServer server =
                TestServer.start(
                        folder,
                        "MEGATRON_GRPC_MAX_CONCURRENT_CALLS=2",
                        "MEGATRON_GRPC_BUSY_RETRY=750ms")) {
            Gate gate = new Gate(2);
            server.script().answer(gate);
            List<CompletableFuture<GetAssetResponse>> inWork = List.of(call(server), call(server));
            gate.awaitArrivals();

            Failure failure = Failure.of(() -> call(server, "one too many"));
            gate.open();
            inWork.forEach(CompletableFuture::join);

            assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(failure.reason()).isEqualTo("SERVER_BUSY");
            assertThat(failure.retryAfter()).contains(Duration.ofMillis(750));
            MeterRegistry meters = server.context().getBean(MeterRegistry.class);
            assertThat(
                            meters.get("megatron.refusals")
                                    .tag("method", "megatron.assets.v1.AssetService/GetAsset")
                                    .tag("code", "SERVER_BUSY")
                                    .counter()
                                    .count())
                    .isEqualTo(1);
            await().until(() -> meters.get("megatron.calls.in.work").gauge().value() == 0);
            call(server, "the next one");
        }
    }

    @Test
    void the_end_is_announced_and_calls_in_flight_are_finished_first() throws Exception {
        TestServer server = TestServer.start(folder, "MEGATRON_SHUTDOWN_NOTICE=300ms");
        Gate gate = new Gate(1);
        server.script().answer(gate);
        List<ServingStatus> health = watchHealth(server);
        await().until(() -> health.contains(ServingStatus.SERVING));
        CompletableFuture<GetAssetResponse> inFlight = call(server);
        gate.awaitArrivals();

        CompletableFuture<Void> ending =
                CompletableFuture.runAsync(server.context()::close, Thread::startVirtualThread);
        await().until(() -> health.contains(ServingStatus.NOT_SERVING));
        assertThat(ending).isNotDone();
        assertThat(inFlight).isNotDone();
        await().pollDelay(Duration.ofMillis(600)).until(() -> true);
        Failure tooLate = Failure.of(() -> call(server, "too late"));
        gate.open();

        assertThat(inFlight.get(5, SECONDS)).isNotNull();
        ending.get(15, SECONDS);
        assertThat(tooLate.code()).isEqualTo(Status.Code.UNAVAILABLE);
        server.close();
    }

    @Test
    void reflection_serves_the_details_of_errors() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            assertThat(Reflected.symbols(server.channel(), "google.rpc.ErrorInfo"))
                    .contains("google/rpc/error_details.proto");
            assertThat(Reflected.symbols(server.channel(), "megatron.errors.v1.ErrorDetails"))
                    .contains("megatron/errors/v1/errors.proto");
        }
    }

    @Test
    void a_node_without_a_role_does_not_start() {
        assertThatThrownBy(() -> new NodeSettings(Set.of(), folder))
                .hasMessageContaining("MEGATRON_ROLES");
    }

    private static CompletableFuture<GetAssetResponse> call(TestServer server) {
        return CompletableFuture.supplyAsync(
                () -> call(server, "waits"), Thread::startVirtualThread);
    }

    private static GetAssetResponse call(TestServer server, String asset) {
        return server.assets().getAsset(GetAssetRequest.newBuilder().setAssetId(asset).build());
    }

    private static List<ServingStatus> watchHealth(TestServer server) {
        List<ServingStatus> seen = new CopyOnWriteArrayList<>();
        HealthGrpc.newStub(server.channel())
                .watch(
                        HealthCheckRequest.getDefaultInstance(),
                        new StreamObserver<HealthCheckResponse>() {
                            @Override
                            public void onNext(HealthCheckResponse response) {
                                seen.add(response.getStatus());
                            }

                            @Override
                            public void onError(Throwable error) {
                                // The server ends the stream when it ends.
                            }

                            @Override
                            public void onCompleted() {
                                // It never completes by itself.
                            }
                        });
        return seen;
    }

    /** Lets calls wait until it is opened. */
    private static final class Gate implements Function<GetAssetRequest, GetAssetResponse> {
        private final CountDownLatch arrivals;
        private final CountDownLatch opened = new CountDownLatch(1);

        Gate(int expected) {
            arrivals = new CountDownLatch(expected);
        }

        void awaitArrivals() throws InterruptedException {
            assertThat(arrivals.await(5, SECONDS)).isTrue();
        }

        void open() {
            opened.countDown();
        }

        @Override
        public GetAssetResponse apply(GetAssetRequest request) {
            arrivals.countDown();
            try {
                assertThat(opened.await(20, SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return GetAssetResponse.getDefaultInstance();
        }
    }
}
