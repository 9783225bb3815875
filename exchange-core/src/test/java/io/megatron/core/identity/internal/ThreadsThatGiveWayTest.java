package io.megatron.core.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Future;
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
            Work first = threads.submit(() -> waitFor(100)).get();
            Duration answered = since(first.endNanos());
            threads.submit(() -> {}).get();
            Duration next = since(first.endNanos());

            Duration rest = Duration.ofNanos(Math.min(3 * first.nanos(), 900_000_000));
            assertThat(answered).isLessThan(rest);
            assertThat(next).isGreaterThan(rest);
        }
    }

    @Test
    void who_is_stopped_does_not_rest() throws Exception {
        ThreadsThatGiveWay threads = new ThreadsThatGiveWay(1, "giving-way-");
        Future<Work> work = threads.submit(() -> waitFor(200));
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(since(work.get().endNanos())).isLessThan(Duration.ofMillis(600));
    }

    private record Work(long nanos, long endNanos) {}

    /** Takes time and no processor, as work does that waits for one. */
    private static Work waitFor(int millis) throws InterruptedException {
        long start = System.nanoTime();
        Thread.sleep(millis);
        long end = System.nanoTime();
        return new Work(end - start, end);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
