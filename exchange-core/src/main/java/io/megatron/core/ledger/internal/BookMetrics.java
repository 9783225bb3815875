package io.megatron.core.ledger.internal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.springframework.stereotype.Component;

/** What the book shows of itself. */
@Component
final class BookMetrics {
    private final MeterRegistry registry;
    private final DistributionSummary batchSize;
    private final Timer wait;
    private final Timer write;
    private final Counter aborts;
    private final Counter outages;
    private final Counter halvings;
    private final Counter ahead;
    private final Counter inVain;
    private final Counter overtaking;
    private final Counter caughtUp;
    private final Counter lostTrack;
    private final Counter forgotten;
    private final AtomicInteger writing = new AtomicInteger();

    BookMetrics(MeterRegistry registry) {
        this.registry = registry;
        batchSize =
                DistributionSummary.builder("megatron.book.batch.size")
                        .description("Commands per batch")
                        .register(registry);
        wait =
                Timer.builder("megatron.book.wait")
                        .description("From a command's arrival until its batch begins")
                        .register(registry);
        write =
                Timer.builder("megatron.book.write")
                        .description("One batch, from the wait for the lock to the commit")
                        .register(registry);
        aborts = counter("megatron.book.aborts", "Write conflicts; has to stay 0");
        outages = counter("megatron.book.outages", "Batches cut off by the database or a time-out");
        halvings = counter("megatron.book.halvings", "Batches halved to find a poisoned command");
        ahead =
                counter(
                        "megatron.book.ahead",
                        "Batches decided before they had the book, on what the one before leaves");
        inVain = counter("megatron.book.in.vain", "Batches of these that had to be decided again");
        overtaking =
                counter(
                        "megatron.book.overtaking",
                        "Batches of these that came to the database before the one they were"
                                + " decided on, and were sent again behind it");
        caughtUp =
                counter(
                        "megatron.book.caught.up",
                        "Batches that found others had written, and knew which rows");
        lostTrack =
                counter(
                        "megatron.book.lost.track",
                        "Batches that found others had written, and asked for all rows again");
        forgotten =
                counter(
                        "megatron.book.forgotten",
                        "Times that all remembered rows were forgotten, after a batch failed");
        Gauge.builder("megatron.book.writing", writing, lanes -> Math.min(1, lanes.get()))
                .description("1 while this node writes, or waits for, the book")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void showDepth(IntSupplier depth) {
        Gauge.builder("megatron.book.depth", depth, IntSupplier::getAsInt)
                .description("Commands that wait")
                .strongReference(true)
                .register(registry);
    }

    void taken(Submission<?> submission) {
        wait.record(Duration.ofNanos(submission.waitedNanos()));
    }

    /** Times one try to write a batch, which may grow meanwhile. */
    void tried(IntSupplier size, Runnable attempt) {
        writing.incrementAndGet();
        try {
            write.record(attempt);
        } finally {
            writing.decrementAndGet();
            batchSize.record(size.getAsInt());
        }
    }

    void decidedAhead() {
        ahead.increment();
    }

    void decidedInVain() {
        inVain.increment();
    }

    void overtook() {
        overtaking.increment();
    }

    void foundOthers(boolean knowingWhatTheyChanged) {
        (knowingWhatTheyChanged ? caughtUp : lostTrack).increment();
    }

    void forgot() {
        forgotten.increment();
    }

    void aborted() {
        aborts.increment();
    }

    void cutOff() {
        outages.increment();
    }

    void halved() {
        halvings.increment();
    }
}
