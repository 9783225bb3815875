package io.megatron.core;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does one thing again and again until it is told to stop. What it depends on may go
 * away at any time; it says so once, tries again every second, and says when all is well again.
 */
public final class Tireless {
    private static final Logger LOG = LoggerFactory.getLogger(Tireless.class);
    private static final Duration BREATH = Duration.ofSeconds(1);

    private final String name;
    private final Round round;
    private volatile boolean running;
    private volatile CountDownLatch ending = new CountDownLatch(1);
    private Thread thread = new Thread(() -> {});

    /** One round of the work. */
    @FunctionalInterface
    public interface Round {
        /** Works a little, and {@link #pause pauses} where there is nothing to do. */
        void work() throws InterruptedException;
    }

    public Tireless(String name, Round round) {
        this.name = name;
        this.round = round;
    }

    public void start() {
        ending = new CountDownLatch(1);
        running = true;
        thread = Thread.ofPlatform().name(name).start(this::run);
    }

    private void run() {
        boolean well = true;
        while (running) {
            try {
                round.work();
                if (!well) {
                    LOG.info("{} go on", name);
                }
                well = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (well) {
                    LOG.warn("{} wait, and try again every second: {}", name, e.toString());
                    LOG.debug("{} wait", name, e);
                }
                well = false;
                if (!takesBreath()) {
                    return;
                }
            }
        }
    }

    private boolean takesBreath() {
        try {
            pause(BREATH);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** For a round with nothing to do: waits, though no longer than until it is told to stop. */
    public void pause(Duration atMost) throws InterruptedException {
        var _ = ending.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns once the round at hand is over; whatever pauses goes on at once. */
    public void stop() {
        running = false;
        ending.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isRunning() {
        return running;
    }
}
