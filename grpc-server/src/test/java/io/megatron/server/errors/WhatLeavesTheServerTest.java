package io.megatron.server.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.GetAssetRequest;
import io.megatron.assets.v1.GetAssetResponse;
import io.megatron.core.ledger.BookException;
import io.megatron.server.Failure;
import io.megatron.server.TestServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhatLeavesTheServerTest {
    @TempDir private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(folder, "MEGATRON_GRPC_MAX_MESSAGE_SIZE=64KB");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void an_unexpected_exception_leaves_an_id_and_nothing_else() {
        Failure failure =
                thrown(
                        () ->
                                new IllegalStateException(
                                        "secret", new SQLException("password=x", "23505")));

        assertThat(failure.code()).isEqualTo(Status.Code.INTERNAL);
        assertThat(failure.reason()).isEqualTo("INTERNAL");
        assertThat(failure.metadata()).containsKey("error_id").containsEntry("fault", "server");
        assertThat(failure.message()).contains(failure.metadata().get("error_id"));
        assertThat(failure.text()).doesNotContain("secret", "password", "Exception", "at io.");
    }

    @Test
    void an_invalid_field_is_named() {
        Failure failure = thrown(() -> new InvalidField("order.exact_in.usdc_in", "is empty"));

        assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.reason()).isEqualTo("INVALID_ARGUMENT");
        assertThat(failure.fields()).containsExactly("order.exact_in.usdc_in");
        assertThat(failure.metadata()).containsEntry("field", "order.exact_in.usdc_in");
    }

    @Test
    void a_full_book_says_when_to_come_back() {
        Failure failure = thrown(() -> new BookException.Full(8));

        assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failure.reason()).isEqualTo("BOOK_FULL");
        assertThat(failure.retryAfter()).contains(new BookException.Full(8).retryAfter());
    }

    @Test
    void the_books_other_troubles_have_a_status_each() {
        assertThat(thrown(() -> new BookException.Aborted(3)).code())
                .isEqualTo(Status.Code.ABORTED);
        assertThat(thrown(BookException.Unavailable::new).reason()).isEqualTo("BOOK_UNAVAILABLE");
        assertThat(thrown(BookException.OutcomeUnknown::new).reason()).isEqualTo("OUTCOME_UNKNOWN");
        assertThat(thrown(BookException.DeadlinePassed::new).code())
                .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void a_database_that_went_away_is_an_outage_and_not_a_bug() {
        Failure failure =
                thrown(
                        () ->
                                new IllegalStateException(
                                        "reading", new SQLException("terminating", "57P01")));

        assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failure.reason()).isEqualTo("STORAGE_UNAVAILABLE");
        assertThat(failure.retryAfter()).isPresent();
        assertThat(failure.text()).doesNotContain("terminating");
    }

    @Test
    void an_oversized_message_is_told_its_limit() {
        Failure failure =
                Failure.of(
                        () ->
                                server.assets()
                                        .getAsset(
                                                GetAssetRequest.newBuilder()
                                                        .setAssetId("x".repeat(70_000))
                                                        .build()));

        assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failure.reason()).isEqualTo("MESSAGE_TOO_LARGE");
        assertThat(failure.metadata()).containsEntry("limit_bytes", "65536");
    }

    @Test
    void a_message_far_too_large_is_refused_without_being_read() {
        Failure failure =
                Failure.of(
                        () ->
                                server.assets()
                                        .getAsset(
                                                GetAssetRequest.newBuilder()
                                                        .setAssetId("x".repeat(8_000_000))
                                                        .build()));

        assertThat(failure.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void bytes_that_are_no_message_are_an_invalid_argument() {
        Failure failure = Failure.of(() -> send(new byte[] {(byte) 0xff, 1, 2, 3}));

        assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.reason()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void text_that_is_no_utf8_is_an_invalid_argument() {
        Failure failure = Failure.of(() -> send(new byte[] {10, 2, (byte) 0xc3, (byte) 0x28}));

        assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void a_caller_without_patience_harms_nobody() {
        CountDownLatch gone = new CountDownLatch(1);
        server.script()
                .answer(
                        request -> {
                            waitFor(gone);
                            return GetAssetResponse.getDefaultInstance();
                        });

        Failure failure =
                Failure.of(
                        () ->
                                server.assets()
                                        .withDeadlineAfter(Duration.ofMillis(20))
                                        .getAsset(GetAssetRequest.getDefaultInstance()));

        assertThat(failure.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        gone.countDown();
        server.assets().getAsset(GetAssetRequest.getDefaultInstance());
    }

    @Test
    void refusals_are_counted_by_method_and_code() {
        MeterRegistry meters = server.context().getBean(MeterRegistry.class);
        thrown(() -> new InvalidField("asset_id", "is empty"));

        assertThat(
                        meters.get("megatron.refusals")
                                .tag("method", "megatron.assets.v1.AssetService/GetAsset")
                                .tag("code", "INVALID_ARGUMENT")
                                .counter()
                                .count())
                .isPositive();
        assertThat(meters.get("grpc.server.processing.duration").timer().count()).isPositive();
    }

    private static Failure thrown(Supplier<RuntimeException> exception) {
        server.script()
                .answer(
                        request -> {
                            throw exception.get();
                        });
        return Failure.of(() -> server.assets().getAsset(GetAssetRequest.getDefaultInstance()));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends bytes where a message should be. */
    private static void send(byte[] bytes) {
        MethodDescriptor<byte[], byte[]> method =
                AssetServiceGrpc.getGetAssetMethod().toBuilder(new Bytes(), new Bytes()).build();
        Metadata headers = new Metadata();
        headers.put(TestServer.AUTHORIZATION, "Bearer " + server.forge().token("user"));
        ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(
                        server.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)),
                method,
                CallOptions.DEFAULT,
                bytes);
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
