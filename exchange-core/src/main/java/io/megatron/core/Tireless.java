package io.megatron.core;

import java.time.Duration;
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
    private Thread thread = new Thread(() -> {});

    /** One round of the work. */
    @FunctionalInterface
    public interface Round {
        /** Works a little, and waits a little where there is nothing to do. */
        void work() throws InterruptedException;
    }

    public Tireless(String name, Round round) {
        this.name = name;
        this.round = round;
    }

    public void start() {
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
                if (!pause()) {
                    return;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(BREATH);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Returns once the round at hand is over. */
    public void stop() {
        running = false;
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
