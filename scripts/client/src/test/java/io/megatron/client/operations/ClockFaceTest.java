package io.megatron.client.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.megatron.operations.v1.GetClockResponse;
import io.megatron.operations.v1.MoveClockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockFaceTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, the same as real time",
        "604800, 0, 7d ahead",
        "649800, 0, 7d 12h 30m ahead",
        "1, 5000, 1s 5µs ahead",
        "34560000, 0, 400d ahead"
    })
    void how_far_time_was_moved_is_said_without_what_is_zero(
            long seconds, int nanos, String expected) {
        assertThat(
                        ClockFace.ahead(
                                Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build()))
                .isEqualTo(expected);
    }

    @Test
    void the_clock_shows_both_times_and_whether_it_may_be_moved() {
        GetClockResponse shown =
                GetClockResponse.newBuilder()
                        .setBusinessTime(Timestamp.newBuilder().setSeconds(86_400))
                        .setRealTime(Timestamp.newBuilder())
                        .setOffset(Duration.newBuilder().setSeconds(86_400))
                        .setMovable(true)
                        .build();

        assertThat(ClockFace.of(shown))
                .isEqualTo(
                        """
                        business time 1970-01-02T00:00:00Z, 1d ahead
                        real time     1970-01-01T00:00:00Z
                        It may be moved: scripts/clock forward 7d\
                        """);
        assertThat(ClockFace.of(shown.toBuilder().setMovable(false).build()))
                .endsWith("not created as development");
    }

    @Test
    void a_move_shows_the_time_after_it() {
        assertThat(
                        ClockFace.of(
                                MoveClockResponse.newBuilder()
                                        .setBusinessTime(Timestamp.newBuilder().setSeconds(60))
                                        .setOffset(Duration.newBuilder().setSeconds(60))
                                        .build()))
                .isEqualTo("business time 1970-01-01T00:01:00Z, 1m ahead");
    }
}
