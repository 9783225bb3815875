package io.megatron.curve.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.megatron.curve.money.Usdc;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Which trades count: those of (t − length, t]. */
class TradingWindowTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private final TradingWindow window = new TradingWindow(Duration.ofMinutes(5));

    @Test
    void a_trade_counts_until_the_window_is_over_and_not_at_that_instant() {
        window.add(START, Usdc.parse("10"));
        window.add(START, Usdc.parse("5"));
        window.add(START.plusSeconds(1), Usdc.parse("1"));

        assertThat(window.moveTo(START.plusSeconds(300).minusNanos(1))).isFalse();
        assertThat(window.volume()).hasToString("16");
        assertThat(window.moveTo(START.plusSeconds(300))).isTrue();
        assertThat(window.volume()).hasToString("1");
        assertThat(window.moveTo(START.plusSeconds(301))).isTrue();
        assertThat(window.volume()).isEqualTo(Usdc.ZERO);
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void more_than_an_amount_can_hold_is_shown_as_the_most_and_still_counted() {
        window.add(START, Usdc.ofMicros(Usdc.MAX_MICROS));
        window.add(START.plusSeconds(1), Usdc.parse("7"));

        assertThat(window.volume()).isEqualTo(Usdc.ofMicros(Usdc.MAX_MICROS));
        window.moveTo(START.plusSeconds(300));
        assertThat(window.volume()).hasToString("7");
    }

    @Test
    void one_instant_counts_for_as_much_as_an_amount_can_hold() {
        window.add(START, Usdc.ofMicros(Usdc.MAX_MICROS));
        window.add(START, Usdc.ofMicros(Usdc.MAX_MICROS));
        window.add(START.plusSeconds(1), Usdc.parse("7"));

        assertThat(window.volume()).isEqualTo(Usdc.ofMicros(Usdc.MAX_MICROS));
        window.moveTo(START.plusSeconds(300));
        assertThat(window.volume()).hasToString("7");
    }

    /** Against a plain list, through many blocks, and empty in between. */
    @Test
    void the_volume_is_that_of_a_list_of_all_trades() {
        RandomGenerator random = new SplittableRandom(7);
        List<Long> times = new ArrayList<>();
        List<Long> volumes = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 5_000; i++) {
            now +=
                    random.nextInt(20) == 0
                            ? random.nextLong(400_000_000)
                            : random.nextLong(3) * 500;
            Instant at = START.plus(now, ChronoUnit.MICROS);
            long micros = random.nextLong(1_000_000_000);
            window.add(at, Usdc.ofMicros(micros));
            times.add(now);
            volumes.add(micros);
            if (random.nextBoolean()) {
                window.moveTo(at);
                assertThat(window.volume().micros()).isEqualTo(inside(times, volumes, now));
            }
        }
        assertThat(window.moveTo(START.plus(now, ChronoUnit.MICROS).plusSeconds(300))).isTrue();
        assertThat(window.isEmpty()).isTrue();
        assertThat(window.volume()).isEqualTo(Usdc.ZERO);
    }

    private static long inside(List<Long> times, List<Long> volumes, long now) {
        long sum = 0;
        for (int i = times.size() - 1; i >= 0 && times.get(i) > now - 300_000_000; i--) {
            sum += volumes.get(i);
        }
        return sum;
    }

    @Test
    void trades_come_in_the_order_of_their_times() {
        window.add(START, Usdc.parse("1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> window.add(START.minusNanos(1), Usdc.parse("1")));
    }
}
