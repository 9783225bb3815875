package io.megatron.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TirelessTest {
    private final Semaphore rounds = new Semaphore(0);

    @Test
    void it_goes_on_after_each_pause_until_it_is_told_to_stop_and_can_be_started_again()
            throws InterruptedException {
        Tireless tireless = pausing(Duration.ofMillis(1));
        for (int start = 0; start < 2; start++) {
            tireless.start();
            assertThat(tireless.isRunning()).isTrue();
            rounds.acquire(20);
            tireless.stop();
            assertThat(tireless.isRunning()).isFalse();
        }
        rounds.drainPermits();
        assertThat(rounds.tryAcquire(50, TimeUnit.MILLISECONDS)).as("a round after it").isFalse();
    }

    @Test
    void whoever_stops_it_does_not_wait_for_its_pause() throws InterruptedException {
        Tireless tireless = pausing(Duration.ofHours(1));
        tireless.start();
        rounds.acquire();

        tireless.stop();

        assertThat(rounds.tryAcquire()).as("a round after it").isFalse();
    }

    @Test
    void a_round_at_hand_is_over_when_it_has_stopped() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch worked = new CountDownLatch(1);
        Tireless tireless =
                new Tireless(
                        "a test",
                        () -> {
                            working.countDown();
                            worked.await();
                            rounds.release();
                        });
        tireless.start();
        working.await();

        Thread stopping = Thread.ofVirtual().start(tireless::stop);

        await().until(() -> !tireless.isRunning());
        assertThat(stopping.join(Duration.ofMillis(50))).as("without the round").isFalse();
        worked.countDown();
        stopping.join();
        assertThat(rounds.availablePermits()).isEqualTo(1);
    }

    @Test
    void what_has_failed_is_tried_again() throws InterruptedException {
        Tireless tireless =
                new Tireless(
                        "a test",
                        () -> {
                            rounds.release();
                            throw new IllegalStateException("away");
                        });
        tireless.start();
        rounds.acquire(2);
        tireless.stop();
    }

    private Tireless pausing(Duration pause) {
        Tireless[] tireless = new Tireless[1];
        tireless[0] =
                new Tireless(
                        "a test",
                        () -> {
                            rounds.release();
                            tireless[0].pause(pause);
                        });
        return tireless[0];
    }
}
