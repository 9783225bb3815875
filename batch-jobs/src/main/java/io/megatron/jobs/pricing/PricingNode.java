package io.megatron.jobs.pricing;

import io.megatron.core.Tireless;
import io.megatron.core.events.Relaying;
import io.megatron.core.pricing.MakingPrices;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The price engine of a job node. */
@Component
class PricingNode implements SmartLifecycle {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration KEEP = Duration.ofSeconds(1);
    private static final Duration PASS_TIME = Duration.ofMillis(500);

    private final MakingPrices prices;
    private final Relaying relaying;
    private final Tireless thread = new Tireless("prices", this::work);
    private long keepAtNanos = System.nanoTime();
    private long passTimeAtNanos = System.nanoTime();

    PricingNode(MakingPrices prices, Relaying relaying) {
        this.prices = prices;
        this.relaying = relaying;
    }

    @Override
    public void start() {
        thread.start();
    }

    private void work() throws InterruptedException {
        if (System.nanoTime() - passTimeAtNanos >= 0) {
            passTimeAtNanos = System.nanoTime() + PASS_TIME.toNanos();
            prices.passTime();
        }
        if (System.nanoTime() - keepAtNanos >= 0) {
            keepAtNanos = System.nanoTime() + KEEP.toNanos();
            prices.keepShards();
            if (relaying.isPossible()) {
                prices.takeLeftovers();
            }
        }
        if (prices.hasShards() && relaying.isPossible()) {
            prices.takeNew(PATIENCE);
        } else {
            thread.pause(PATIENCE);
        }
    }

    @Override
    public void stop() {
        thread.stop();
        prices.release();
    }

    @Override
    public boolean isRunning() {
        return thread.isRunning();
    }

    /** After the book, before whatever takes calls. */
    @Override
    public int getPhase() {
        return -900;
    }
}
