package io.megatron.curve.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.megatron.curve.money.Usdc;
import java.time.Duration;
import java.time.Instant;
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
    void trades_come_in_the_order_of_their_times() {
        window.add(START, Usdc.parse("1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> window.add(START.minusNanos(1), Usdc.parse("1")));
    }
}
