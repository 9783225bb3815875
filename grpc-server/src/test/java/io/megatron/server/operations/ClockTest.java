package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.operations.v1.ClockServiceGrpc.ClockServiceBlockingStub;
import io.megatron.operations.v1.GetClockRequest;
import io.megatron.operations.v1.GetClockResponse;
import io.megatron.operations.v1.MoveClockRequest;
import io.megatron.operations.v1.MoveClockResponse;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockTest {
    private static final long A_DAY_SECONDS = 86_400;
    private static final UUID OPERATOR = UUID.randomUUID();

    @TempDir private static Path folder;

    private static RunningExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder);
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
    }

    private static ClockServiceBlockingStub clock() {
        return exchange.as(OPERATOR, "ops").clock();
    }

    private static GetClockResponse shown() {
        return clock().getClock(GetClockRequest.getDefaultInstance());
    }

    private static MoveClockRequest.Builder forward(long seconds) {
        return MoveClockRequest.newBuilder()
                .setRequestId(newId())
                .setForward(Duration.newBuilder().setSeconds(seconds));
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    @Test
    void a_move_is_seen_by_the_clock_and_by_what_is_booked_and_tokens_stay_good() {
        GetClockResponse before = shown();

        MoveClockResponse moved = clock().moveClock(forward(30 * A_DAY_SECONDS).build());

        GetClockResponse after = shown();
        long offsetBefore = before.getOffset().getSeconds();
        assertThat(before.getMovable()).isTrue();
        assertThat(moved.getReplayed()).isFalse();
        assertThat(moved.getOffset().getSeconds()).isEqualTo(offsetBefore + 30 * A_DAY_SECONDS);
        assertThat(after.getOffset()).isEqualTo(moved.getOffset());
        assertThat(instant(after.getBusinessTime()))
                .isAfterOrEqualTo(instant(moved.getBusinessTime()))
                .isEqualTo(
                        instant(after.getRealTime()).plusSeconds(after.getOffset().getSeconds()));
        assertThat(instant(after.getRealTime()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        Person trader = exchange.traderWith("5");
        assertThat(
                        instant(
                                trader.ledger()
                                        .getBalance(GetBalanceRequest.getDefaultInstance())
                                        .getAsOf()))
                .isAfterOrEqualTo(instant(moved.getBusinessTime()));
    }

    @Test
    void the_same_request_moves_once() {
        MoveClockRequest request = forward(60).build();

        MoveClockResponse first = clock().moveClock(request);
        MoveClockResponse again = clock().moveClock(request);
        Failure other =
                Failure.of(
                        () ->
                                clock().moveClock(
                                                request.toBuilder()
                                                        .setForward(
                                                                Duration.newBuilder()
                                                                        .setSeconds(61))
                                                        .build()));

        assertThat(again).isEqualTo(first.toBuilder().setReplayed(true).build());
        assertThat(other.reason()).isEqualTo("REQUEST_ID_REUSED");
        assertThat(other.fields()).containsExactly("forward");
        assertThat(shown().getOffset()).isEqualTo(first.getOffset());
    }

    @Test
    void to_validate_moves_nothing() {
        Duration before = shown().getOffset();

        MoveClockResponse answer = clock().moveClock(forward(60).setValidateOnly(true).build());

        assertThat(answer.getOffset().getSeconds()).isEqualTo(before.getSeconds() + 60);
        assertThat(shown().getOffset()).isEqualTo(before);
    }

    static Stream<UnaryOperator<MoveClockRequest.Builder>> unreadableMoves() {
        return Stream.of(
                m -> m.clearForward(),
                m -> m.setForward(Duration.getDefaultInstance()),
                m -> m.setForward(Duration.newBuilder().setSeconds(-1)),
                m -> m.setForward(Duration.newBuilder().setSeconds(1).setNanos(-1_000)),
                m -> m.setForward(Duration.newBuilder().setSeconds(1).setNanos(1_000_000_000)),
                m -> m.setForward(Duration.newBuilder().setNanos(1)),
                m -> m.setForward(Duration.newBuilder().setSeconds(Long.MIN_VALUE)),
                m -> m.setForward(Duration.newBuilder().setSeconds(Long.MAX_VALUE)),
                m ->
                        m.setForward(
                                Duration.newBuilder()
                                        .setSeconds(400 * A_DAY_SECONDS)
                                        .setNanos(1_000)));
    }

    @ParameterizedTest
    @MethodSource("unreadableMoves")
    void a_move_that_is_none_names_its_field_and_moves_nothing(
            UnaryOperator<MoveClockRequest.Builder> spoil) {
        Duration before = shown().getOffset();

        Failure failure = Failure.of(() -> clock().moveClock(spoil.apply(forward(1)).build()));

        assertThat(failure.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(failure.fields()).containsExactly("forward");
        assertThat(shown().getOffset()).isEqualTo(before);
    }

    @Test
    void a_move_needs_a_request_id() {
        Failure failure = Failure.of(() -> clock().moveClock(forward(1).setRequestId("").build()));

        assertThat(failure.fields()).containsExactly("request_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "oracle"})
    void the_clock_is_for_operators_and_administrators(String role) {
        Person other = exchange.as(OPERATOR, role);

        assertThat(Failure.of(() -> other.clock().moveClock(forward(1).build())).reason())
                .isEqualTo("ROLE_MISSING");
        assertThat(
                        Failure.of(
                                        () ->
                                                other.clock()
                                                        .getClock(
                                                                GetClockRequest
                                                                        .getDefaultInstance()))
                                .reason())
                .isEqualTo("ROLE_MISSING");
        assertThat(
                        exchange.as(OPERATOR, "admin")
                                .clock()
                                .moveClock(forward(1).setValidateOnly(true).build())
                                .hasBusinessTime())
                .isTrue();
    }

    @Test
    void in_production_it_shows_real_time_and_cannot_be_moved(@TempDir Path other)
            throws IOException {
        try (RunningExchange production =
                RunningExchange.start(other, Map.of("MEGATRON_ENVIRONMENT", "production"))) {
            ClockServiceBlockingStub clock = production.as(OPERATOR, "ops").clock();

            Failure failure = Failure.of(() -> clock.moveClock(forward(1).build()));

            assertThat(failure.reason()).isEqualTo("DEVELOPMENT_ONLY");
            assertThat(failure.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            GetClockResponse shown = clock.getClock(GetClockRequest.getDefaultInstance());
            assertThat(shown.getMovable()).isFalse();
            assertThat(shown.getBusinessTime()).isEqualTo(shown.getRealTime());
        }
    }
}
