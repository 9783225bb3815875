package io.megatron.core.identity.internal;

import io.megatron.core.identity.Mailing;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Hands letters over beside the calls that write them, so that how long a call takes tells nothing.
 * A letter that nobody takes is told of, without what stands in it; whoever waits for it asks
 * again.
 */
@Component
public class SendingLetters {
    private static final Logger LOG = LoggerFactory.getLogger(SendingLetters.class);
    private static final int TRIES = 3;
    private static final int AT_ONCE = 4;
    private static final int WAITING = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore waiting = new Semaphore(WAITING);
    private final Semaphore atOnce = new Semaphore(AT_ONCE);

    /** Takes a letter on its way. */
    public void send(Mailing mailing, Mailing.Letter letter) {
        if (!waiting.tryAcquire()) {
            LOG.error("a letter was dropped: {} others wait already", WAITING);
            return;
        }
        threads.execute(
                () -> {
                    try {
                        atOnce.acquire();
                        try {
                            deliver(mailing, letter);
                        } finally {
                            atOnce.release();
                        }
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    } finally {
                        waiting.release();
                    }
                });
    }

    private static void deliver(Mailing mailing, Mailing.Letter letter)
            throws InterruptedException {
        for (int tries = 1; tries <= TRIES; tries++) {
            try {
                mailing.send(letter);
                return;
            } catch (RuntimeException refused) {
                // Its message may quote the letter.
                LOG.warn(
                        "a letter could not be sent, try {} of {}: {}",
                        tries,
                        TRIES,
                        refused.getClass().getName());
                Thread.sleep(PAUSE);
            }
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
