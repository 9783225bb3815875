package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final Percentage DIGITS = Percentage.withPercentage(0.1);

    private final Tally tally = new Tally();

    @Test
    void percentiles_are_those_of_all_answers() {
        for (int millis = 1; millis <= 1000; millis++) {
            tally.succeeded(TimeUnit.MILLISECONDS.toNanos(millis));
        }
        assertThat(tally.latencyMillis(50)).isCloseTo(500, DIGITS);
        assertThat(tally.latencyMillis(99)).isCloseTo(990, DIGITS);
        assertThat(tally.tradesPerSecond(TimeUnit.SECONDS.toNanos(4))).isEqualTo(250);
    }

    @Test
    void failures_are_counted_by_reason_and_are_no_trades() {
        tally.failed("BOOK_FULL");
        tally.failed("BOOK_FULL");
        tally.failed("DEADLINE_PASSED");

        assertThat(tally.failures())
                .containsEntry("BOOK_FULL", 2L)
                .containsEntry("DEADLINE_PASSED", 1L)
                .hasSize(2);
        assertThat(tally.tradesPerSecond(TimeUnit.SECONDS.toNanos(1))).isZero();
    }
}
