package io.megatron.core.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThreadsThatGiveWayTest {
    @Test
    void work_that_had_a_processor_to_itself_is_followed_by_no_rest() {
        assertThat(ThreadsThatGiveWay.restAfter(60_000_000, 60_000_000)).isZero();
        // The two clocks are not read in the same instant.
        assertThat(ThreadsThatGiveWay.restAfter(60_000_000, 60_000_500)).isZero();
    }

    @Test
    void work_that_waited_for_a_processor_is_followed_by_four_times_that_wait_up_to_a_second() {
        assertThat(ThreadsThatGiveWay.restAfter(100_000_000, 60_000_000))
                .isEqualTo(Duration.ofMillis(160));
        assertThat(ThreadsThatGiveWay.restAfter(9_000_000_000L, 60_000_000))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void the_next_work_starts_after_the_rest_and_its_result_does_not_wait_for_one()
            throws Exception {
        try (ThreadsThatGiveWay threads = new ThreadsThatGiveWay(1, "giving-way-")) {
            long start = System.nanoTime();
            threads.submit(() -> sleep(100)).get();
            long first = System.nanoTime();
            threads.submit(() -> {}).get();
            long second = System.nanoTime();
            assertThat(Duration.ofNanos(first - start)).isLessThan(Duration.ofMillis(400));
            assertThat(Duration.ofNanos(second - first)).isGreaterThan(Duration.ofMillis(300));
        }
    }

    @Test
    void who_is_stopped_does_not_rest() throws Exception {
        ThreadsThatGiveWay threads = new ThreadsThatGiveWay(1, "giving-way-");
        threads.submit(() -> sleep(200));
        threads.shutdown();
        long start = System.nanoTime();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(700));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
