package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.megatron.client.ClientException;
import io.megatron.client.connection.Address;
import io.megatron.client.connection.Connection;
import io.megatron.client.operations.Operator;
import io.megatron.operations.v1.AbandonRunRequest;
import io.megatron.operations.v1.AbandonRunResponse;
import io.megatron.operations.v1.JobServiceGrpc;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.RunJobResponse;
import io.megatron.operations.v1.RunState;
import io.megatron.operations.v1.StopRunRequest;
import io.megatron.operations.v1.StopRunResponse;
import io.megatron.operations.v1.WatchRunRequest;
import io.megatron.operations.v1.WatchRunResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looks at the books that go on for as long as a server likes. */
class MeasuringReconciliationTest {
    private static final Run RUN =
            Run.newBuilder()
                    .setRunId("1")
                    .setJob("reconciliation")
                    .setState(RunState.RUN_STATE_RUNNING)
                    .build();

    private final EndlessLook look = new EndlessLook();
    private Server server;
    private Connection connection;

    @BeforeEach
    void serve() throws IOException {
        server =
                NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                        .addService(look)
                        .build()
                        .start();
        connection = Connection.to(Address.parse("127.0.0.1:" + server.getPort()));
    }

    @AfterEach
    void end() {
        connection.close();
        server.shutdownNow();
    }

    @Test
    void a_look_that_takes_longer_is_stopped_and_given_up() throws InterruptedException {
        look.pieces = 7;

        MeasuringReconciliation.Measured measured = measured();

        assertThat(measured.runs()).isZero();
        assertThat(measured.pieces()).isEqualTo(7);
        assertThat(look.asked).containsExactly("run", "stop", "abandon");
    }

    @Test
    void a_look_that_was_through_before_it_could_be_stopped_counts() throws InterruptedException {
        look.pieces = 7;
        look.throughBeforeItIsStopped = true;

        MeasuringReconciliation.Measured measured = measured();

        assertThat(measured.runs()).isEqualTo(1);
        assertThat(measured.pieces()).isEqualTo(7);
        assertThat(look.asked).containsExactly("run", "stop");
    }

    @Test
    void trades_beside_no_look_at_all_are_no_measurement() {
        assertThatThrownBy(this::measured)
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("a node with the role jobs has to be there");
        assertThat(look.asked).containsExactly("run", "stop", "abandon");
    }

    private MeasuringReconciliation.Measured measured() throws InterruptedException {
        try (MeasuringReconciliation measuring =
                new MeasuringReconciliation(
                        new Operator(connection, "any", "a test", Duration.ofSeconds(20)))) {
            measuring.begin();
            look.watched.await();
            return measuring.end();
        }
    }

    /** A job that goes on until it is stopped. */
    private static final class EndlessLook extends JobServiceGrpc.JobServiceImplBase {
        private final List<String> asked = new ArrayList<>();
        private final CountDownLatch watched = new CountDownLatch(1);
        private volatile int pieces;
        private volatile boolean throughBeforeItIsStopped;
        private final List<StreamObserver<WatchRunResponse>> watching = new ArrayList<>();

        @Override
        public synchronized void runJob(
                RunJobRequest request, StreamObserver<RunJobResponse> answer) {
            asked.add("run");
            answer.onNext(RunJobResponse.newBuilder().setRun(RUN).build());
            answer.onCompleted();
        }

        @Override
        public synchronized void watchRun(
                WatchRunRequest request, StreamObserver<WatchRunResponse> answer) {
            watching.add(answer);
            answer.onNext(WatchRunResponse.newBuilder().setRun(RUN).build());
            watched.countDown();
        }

        @Override
        public synchronized void stopRun(
                StopRunRequest request, StreamObserver<StopRunResponse> answer) {
            asked.add("stop");
            if (throughBeforeItIsStopped) {
                answer.onError(
                        StatusProto.toStatusRuntimeException(
                                com.google.rpc.Status.newBuilder()
                                        .setCode(Code.FAILED_PRECONDITION_VALUE)
                                        .addDetails(
                                                Any.pack(
                                                        ErrorInfo.newBuilder()
                                                                .setReason("RUN_STATE_CONFLICT")
                                                                .build()))
                                        .build()));
                endAs(RunState.RUN_STATE_COMPLETED);
            } else {
                answer.onNext(StopRunResponse.newBuilder().setRun(RUN).build());
                answer.onCompleted();
                endAs(RunState.RUN_STATE_STOPPED);
            }
        }

        private void endAs(RunState state) {
            WatchRunResponse last =
                    WatchRunResponse.newBuilder()
                            .setRun(RUN.toBuilder().setState(state).setItemsDone(pieces))
                            .build();
            watching.forEach(
                    watcher -> {
                        watcher.onNext(last);
                        watcher.onCompleted();
                    });
        }

        @Override
        public synchronized void abandonRun(
                AbandonRunRequest request, StreamObserver<AbandonRunResponse> answer) {
            asked.add("abandon");
            answer.onNext(AbandonRunResponse.newBuilder().setRun(RUN).build());
            answer.onCompleted();
        }
    }
}
