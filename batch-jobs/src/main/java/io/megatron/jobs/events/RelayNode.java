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
 * otherwise, and less often as well while there are so many that carrying more of them at a time
 * saves much of the work. Without a Redis there is nobody to relay to, and they stay in the outbox.
 */
@Component
class RelayNode implements SmartLifecycle {
    private static final Duration OFTEN = Duration.ofMillis(40);
    private static final Duration SELDOM = Duration.ofMillis(100);

    /** Each so many events a second make it look half as often, a third, and so on. */
    private static final long MANY_A_SECOND = 1_250;

    private static final long LONGEST = 6;
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
    private long relayedAtNanos = System.nanoTime();
    private Duration often = OFTEN;

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
            thread.pause(LOOK);
            return;
        }
        long last = relaying.lastEvent();
        boolean look = System.nanoTime() - lookAtNanos >= 0;
        if (look || last > seen) {
            pace(relayAll(last));
            seen = last;
        }
        if (look) {
            // Of a node that went away, or to be sent once more.
            relaying.lookForLosses();
            lookAtNanos = System.nanoTime() + LOOK.toNanos();
        }
        thread.pause(System.nanoTime() - busyUntilNanos < 0 ? often : SELDOM);
    }

    private long relayAll(long upToId) {
        long events = 0;
        boolean more = true;
        while (more && thread.isRunning()) {
            Relaying.Round round = relaying.relay(upToId);
            events += round.events();
            more = round.more();
        }
        return events;
    }

    private void pace(long events) {
        long now = System.nanoTime();
        if (events > 0) {
            long perSecond = events * Duration.ofSeconds(1).toNanos() / (now - relayedAtNanos);
            often = OFTEN.multipliedBy(Math.clamp(perSecond / MANY_A_SECOND, 1, LONGEST));
            busyUntilNanos = now + BUSY.toNanos();
        }
        relayedAtNanos = now;
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
