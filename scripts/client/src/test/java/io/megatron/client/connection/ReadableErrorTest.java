package io.megatron.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.megatron.operations.v1.ClockServiceGrpc;
import io.megatron.operations.v1.ClockServiceGrpc.ClockServiceBlockingStub;
import io.megatron.operations.v1.GetClockRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ReadableErrorTest {

    @Test
    void reason_figures_and_fields_are_shown() {
        Status sent =
                Status.newBuilder()
                        .setCode(Code.ALREADY_EXISTS.value())
                        .setMessage("This request_id was used before.")
                        .addDetails(
                                Any.pack(
                                        ErrorInfo.newBuilder()
                                                .setDomain("megatron")
                                                .setReason("REQUEST_ID_REUSED")
                                                .putMetadata("retry", "never")
                                                .putMetadata("fault", "caller")
                                                .build()))
                        .addDetails(
                                Any.pack(
                                        BadRequest.newBuilder()
                                                .addFieldViolations(
                                                        BadRequest.FieldViolation.newBuilder()
                                                                .setField("asset_id")
                                                                .setDescription("differs"))
                                                .build()))
                        .addDetails(
                                Any.pack(
                                        RetryInfo.newBuilder()
                                                .setRetryDelay(
                                                        Duration.newBuilder().setNanos(200_000_000))
                                                .build()))
                        .build();

        StatusRuntimeException failure = StatusProto.toStatusRuntimeException(sent);
        ReadableError error = ReadableError.of(failure);

        assertThat(error.reason()).isEqualTo("REQUEST_ID_REUSED");
        assertThat(ReadableError.reason(failure.getStatus(), failure.getTrailers()))
                .isEqualTo("REQUEST_ID_REUSED");
        assertThat(error)
                .hasToString(
                        """
                        ALREADY_EXISTS REQUEST_ID_REUSED: This request_id was used before.
                          fault = caller
                          retry = never
                          field asset_id: differs
                          again after 0.2 s\
                        """);
    }

    @Test
    void an_error_that_never_reached_the_server_has_its_status_as_the_reason() {
        StatusRuntimeException failure =
                io.grpc.Status.UNAVAILABLE.withDescription("io exception").asRuntimeException();

        assertThat(ReadableError.of(failure)).hasToString("UNAVAILABLE: io exception");
        assertThat(ReadableError.reason(failure.getStatus(), null)).isEqualTo("UNAVAILABLE");
    }

    @Test
    void where_nobody_listens_it_says_what_to_do() throws IOException {
        try (Connection nowhere = Connection.to(new Address("127.0.0.1", unusedPort()))) {
            ClockServiceBlockingStub clock = ClockServiceGrpc.newBlockingStub(nowhere.channel());

            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> clock.getClock(GetClockRequest.getDefaultInstance()))
                    .satisfies(
                            failure ->
                                    assertThat(ReadableError.of(failure).toString())
                                            .startsWith("UNAVAILABLE: ")
                                            .contains("Connection refused", "127.0.0.1")
                                            .endsWith(
                                                    ". Start the server with scripts/run, or say"
                                                            + " where it is with --address"));
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
