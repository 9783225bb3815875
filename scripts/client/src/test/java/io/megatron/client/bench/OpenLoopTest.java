package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final int RATE = 1_000;
    private static final Duration STALL = Duration.ofMillis(100);

    @Test
    void what_was_due_while_nothing_went_on_is_late() throws InterruptedException {
        OpenLoop loop =
                new OpenLoop(
                        (caller, ending) -> {
                            if (caller == 0) {
                                sleep(STALL);
                            }
                            ending.succeeded();
                        },
                        RATE,
                        RATE);

        OpenLoop.Measured measured = loop.run(Duration.ZERO, STALL.multipliedBy(2));

        // Half of them were due in the stall, and half of those in its first half.
        assertThat(measured.tally().latencyMillis(80)).isGreaterThan(STALL.toMillis() * 0.4);
        assertThat(measured.tally().tradesPerSecond(measured.nanos())).isEqualTo(RATE);
        assertThat(measured.tally().failures()).isEmpty();
    }

    @Test
    void what_cannot_be_sent_is_counted() throws InterruptedException {
        Queue<Calls.Ending> unanswered = new ConcurrentLinkedQueue<>();
        Thread answering =
                Thread.startVirtualThread(
                        () -> {
                            sleep(STALL.multipliedBy(3));
                            unanswered.forEach(Calls.Ending::succeeded);
                        });
        OpenLoop loop = new OpenLoop((_, ending) -> unanswered.add(ending), RATE, 10);

        OpenLoop.Measured measured = loop.run(Duration.ZERO, STALL);

        answering.join();
        assertThat(measured.tally().failures()).isEqualTo(Map.of(OpenLoop.NOT_SENT, 90L));
        assertThat(measured.tally().latencyMillis(100)).isGreaterThan(STALL.toMillis());
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
