package io.megatron.client.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.megatron.client.connection.Installation;
import io.megatron.operations.v1.Check;
import io.megatron.operations.v1.Finding;
import io.megatron.operations.v1.ReconcileRequest;
import io.megatron.operations.v1.ReconcileResponse;
import io.megatron.operations.v1.ReconciliationServiceGrpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What {@code scripts/reconcile} tells the shell that called it. */
class ReconcileCommandTest {
    private static final Check CHECK =
            Check.newBuilder()
                    .setInvariant(2)
                    .setName("entries_chain")
                    .setDescription("Every balance is the sum of its entries")
                    .setRowsChecked(7)
                    .build();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void clean_books_are_exit_zero() throws IOException {
        int exit =
                reconcile(
                        answer -> {
                            answer.onNext(
                                    ReconcileResponse.newBuilder()
                                            .setClean(true)
                                            .setAsOf(Timestamp.newBuilder().setSeconds(1))
                                            .addChecks(CHECK)
                                            .build());
                            answer.onCompleted();
                        });

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("entries_chain", "clean as of 1970-01-01T00:00:01Z, 1 checks");
    }

    @Test
    void books_that_nobody_has_written_in_have_no_time() throws IOException {
        reconcile(
                answer -> {
                    answer.onNext(
                            ReconcileResponse.newBuilder().setClean(true).addChecks(CHECK).build());
                    answer.onCompleted();
                });

        assertThat(out.toString()).contains("clean before the first booking, 1 checks");
    }

    @Test
    void a_finding_is_exit_one_and_named_with_what_should_be_there() throws IOException {
        int exit =
                reconcile(
                        answer -> {
                            answer.onNext(
                                    ReconcileResponse.newBuilder()
                                            .addChecks(CHECK.toBuilder().setFindings(1))
                                            .addFindings(
                                                    Finding.newBuilder()
                                                            .setCheck("entries_chain")
                                                            .setSubject("account 12 CASH")
                                                            .setExpected("5 after 3 entries")
                                                            .setActual("6 after 3 entries"))
                                            .build());
                            answer.onCompleted();
                        });

        assertThat(exit).isEqualTo(1);
        assertThat(out.toString())
                .contains("account 12 CASH", "5 after 3 entries", "6 after 3 entries");
    }

    @Test
    void a_server_that_does_not_reconcile_is_exit_two_and_says_why() throws IOException {
        int exit =
                reconcile(
                        answer ->
                                answer.onError(
                                        Status.PERMISSION_DENIED
                                                .withDescription("This call needs the role ops.")
                                                .asRuntimeException()));

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("did not reconcile", "needs the role ops");
        assertThat(out.toString()).isEmpty();
    }

    private int reconcile(Consumer<StreamObserver<ReconcileResponse>> service) throws IOException {
        Server server =
                NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                        .addService(
                                new ReconciliationServiceGrpc.ReconciliationServiceImplBase() {
                                    @Override
                                    public void reconcile(
                                            ReconcileRequest request,
                                            StreamObserver<ReconcileResponse> observer) {
                                        service.accept(observer);
                                    }
                                })
                        .build()
                        .start();
        try {
            Installation installation =
                    new Installation(
                            Map.of(
                                    "MEGATRON_TOKEN",
                                    "of no weight here",
                                    "MEGATRON_GRPC_PORT",
                                    Integer.toString(server.getPort())));
            return new ReconcileCommand()
                    .report(installation, new PrintStream(out), new PrintStream(err));
        } finally {
            server.shutdownNow();
        }
    }
}
