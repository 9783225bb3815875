package io.megatron.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowanceTest {
    private static final CallLimit SIX_A_MINUTE = CallLimit.of("6/1m");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Close to where nanoseconds overflow, which they may at any time. */
    private static final long START = Long.MAX_VALUE - 7 * SECOND;

    private final Allowance allowance = new Allowance(START);

    @Test
    void all_calls_of_a_period_may_come_at_once_and_come_back_one_by_one() {
        for (int i = 0; i < 6; i++) {
            assertThat(allowance.take(SIX_A_MINUTE, START)).isZero();
        }

        assertThat(allowance.take(SIX_A_MINUTE, START)).isEqualTo(10 * SECOND);
        assertThat(allowance.take(SIX_A_MINUTE, START + 9 * SECOND)).isEqualTo(SECOND);
        assertThat(allowance.take(SIX_A_MINUTE, START + 10 * SECOND)).isZero();
        assertThat(allowance.take(SIX_A_MINUTE, START + 10 * SECOND)).isEqualTo(10 * SECOND);
    }

    @Test
    void who_was_away_for_long_has_no_more_than_all_of_them() {
        long later = START + Duration.ofDays(30).toNanos();

        long taken =
                IntStream.range(0, 20)
                        .filter(i -> allowance.take(SIX_A_MINUTE, later) == 0)
                        .count();

        assertThat(taken).isEqualTo(6);
    }

    @Test
    void of_many_threads_at_once_only_so_many_get_through() {
        AtomicInteger taken = new AtomicInteger();
        CallLimit limit = CallLimit.of("1000/1h");

        IntStream.range(0, 8_000)
                .parallel()
                .forEach(
                        i -> {
                            if (allowance.take(limit, START) == 0) {
                                taken.incrementAndGet();
                            }
                        });

        assertThat(taken).hasValue(1_000);
    }

    @Test
    void it_is_a_bucket_of_tokens() {
        long seed = Long.getLong("megatron.seed", ThreadLocalRandom.current().nextLong());
        SplittableRandom random = new SplittableRandom(seed);
        CallLimit limit = CallLimit.of("50/10s");
        Deque<Long> taken = new ArrayDeque<>();
        double tokens = 50;
        long now = START;
        for (int i = 0; i < 20_000; i++) {
            long step = random.nextLong(SECOND / 2);
            now += step;
            tokens = Math.min(50, tokens + step / (SECOND / 5.0));
            boolean let = allowance.take(limit, now) == 0;
            // Where the two differ by a rounding, either is right.
            if (Math.abs(tokens - 1) > 1e-6) {
                assertThat(let).as("call %d of seed %d", i, seed).isEqualTo(tokens >= 1);
            }
            if (let) {
                tokens -= 1;
                taken.add(now);
            }
        }
        assertThat(taken.size()).isGreaterThan(10_000);
    }

    @Test
    void a_closed_one_opens_when_it_is_told_to_or_by_itself() {
        allowance.close(START + 3 * SECOND);

        assertThat(allowance.take(SIX_A_MINUTE, START + SECOND)).isEqualTo(2 * SECOND);
        assertThat(allowance.take(SIX_A_MINUTE, START + 3 * SECOND)).isZero();
        allowance.close(START + 9 * SECOND);
        allowance.open();
        assertThat(allowance.take(SIX_A_MINUTE, START + 3 * SECOND)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "0/1m", "-1/1m", "5/0s", "5/2d", "5/", "/1m", "5/1m/1m", "OFF"})
    void what_is_no_limit_is_said_to_be_none(String text) {
        assertThatThrownBy(() -> CallLimit.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("600/1m");
    }

    @Test
    void a_limit_says_itself_as_it_is_written() {
        assertThat(CallLimit.of("600/1m")).hasToString("600/60s");
        assertThat(CallLimit.of("off").isOn()).isFalse();
    }
}
