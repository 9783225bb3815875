package io.megatron.jobs.events;

import io.megatron.core.Tireless;
import io.megatron.core.events.ReadingEvents;
import io.megatron.core.events.ReadingEvents.Backlog;
import io.megatron.core.events.Relaying;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The relay of a job node: looks for events that wait, often while there are some, less often
 * otherwise. Without a Redis there is nobody to relay to, and they stay in the outbox.
 */
@Component
class RelayNode implements SmartLifecycle {
    private static final Duration OFTEN = Duration.ofMillis(40);
    private static final Duration SELDOM = Duration.ofMillis(100);
    private static final Duration BUSY = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SHOW = Duration.ofSeconds(5);

    private final Relaying relaying;
    private final ReadingEvents reading;
    private final MultiGauge waiting;
    private final MultiGauge ages;
    private final Tireless thread = new Tireless("event relays", this::work);
    private long seen;
    private long showAtNanos = System.nanoTime();
    private long lookAtNanos = System.nanoTime();
    private long busyUntilNanos = System.nanoTime();

    RelayNode(Relaying relaying, ReadingEvents reading, MeterRegistry meters) {
        this.relaying = relaying;
        this.reading = reading;
        waiting =
                MultiGauge.builder("megatron.events.backlog")
                        .description("Events that wait to be relayed, counted up to 100000")
                        .register(meters);
        ages =
                MultiGauge.builder("megatron.events.backlog.age")
                        .description("How long the first of them has waited")
                        .baseUnit("seconds")
                        .register(meters);
    }

    @Override
    public void start() {
        thread.start();
    }

    private void work() throws InterruptedException {
        if (System.nanoTime() - showAtNanos >= 0) {
            showAtNanos = System.nanoTime() + SHOW.toNanos();
            show();
        }
        if (!relaying.isPossible()) {
            Thread.sleep(LOOK);
            return;
        }
        int shards = relaying.shards();
        long last = relaying.lastEvent();
        if (System.nanoTime() - lookAtNanos >= 0) {
            // Whatever waits: of a node that went away, or to be sent once more.
            for (int shard = 0; shard < shards; shard++) {
                relayAll(shard, shards);
                relaying.lookForLosses(shard);
            }
            lookAtNanos = System.nanoTime() + LOOK.toNanos();
        } else if (last > seen) {
            for (int shard : relaying.shardsWithEvents(shards, seen, last)) {
                relayAll(shard, shards);
            }
        }
        if (last > seen) {
            seen = last;
            busyUntilNanos = System.nanoTime() + BUSY.toNanos();
        }
        Thread.sleep(System.nanoTime() - busyUntilNanos < 0 ? OFTEN : SELDOM);
    }

    private void relayAll(int shard, int shards) {
        while (thread.isRunning() && relaying.relay(shard, shards)) {
            // There may be more.
        }
    }

    private void show() {
        List<Backlog> shards = reading.backlogs().shards();
        waiting.register(rows(shards, Backlog::waiting), true);
        ages.register(rows(shards, backlog -> backlog.oldest().toMillis() / 1e3), true);
    }

    private static List<MultiGauge.Row<?>> rows(
            List<Backlog> shards, ToDoubleFunction<Backlog> figure) {
        return shards.stream()
                .<MultiGauge.Row<?>>map(
                        backlog ->
                                MultiGauge.Row.of(
                                        Tags.of("shard", String.valueOf(backlog.relay().shard())),
                                        figure.applyAsDouble(backlog)))
                .toList();
    }

    @Override
    public void stop() {
        thread.stop();
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
