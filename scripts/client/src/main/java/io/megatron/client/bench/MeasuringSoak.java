package io.megatron.client.bench;

import io.megatron.client.ClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Lets trades come for long and looks at the exchange meanwhile: each minute, and ten times at
 * least. It looks on a thread of its own, as trades do not wait for that.
 */
final class MeasuringSoak {
    private static final Duration LONGEST_STRETCH = Duration.ofMinutes(1);
    private static final int FEWEST = 10;

    private final Looking footprints;
    private final Consumer<String> telling;
    private final Duration warmUp;
    private final Duration stretch;
    private final int count;
    private final AtomicReference<Tally> tally = new AtomicReference<>(new Tally());
    private final List<SoakStretch> stretches = new ArrayList<>();
    private long measuringSince;
    private long stretchSince;

    /** What shows what an exchange takes. */
    interface Looking {
        Footprint take() throws InterruptedException;
    }

    /**
     * @param telling what each stretch has shown, as soon as it is over
     */
    MeasuringSoak(Looking footprints, BenchSettings settings, Consumer<String> telling) {
        this.footprints = footprints;
        this.telling = telling;
        warmUp = settings.warmUp();
        count = Math.max(FEWEST, Math.toIntExact(settings.soak().dividedBy(LONGEST_STRETCH)));
        stretch = settings.soak().dividedBy(count);
    }

    /** Runs once; the last stretch ends when no call is under way any more. */
    List<SoakStretch> run(Calls calls, int rate, int mostInFlight) throws InterruptedException {
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
        try {
            measuringSince = System.nanoTime() + warmUp.toNanos();
            stretchSince = measuringSince;
            List<Future<Void>> looks =
                    IntStream.range(1, count).mapToObj(at -> plan(looking, at)).toList();
            new OpenLoop(calls, rate, mostInFlight, tally::get)
                    .run(warmUp, stretch.multipliedBy(count));
            for (Future<Void> one : looks) {
                requireTaken(one);
            }
            look();
            return List.copyOf(stretches);
        } finally {
            looking.shutdownNow();
        }
    }

    private Future<Void> plan(ScheduledExecutorService looking, int number) {
        Callable<Void> look =
                () -> {
                    look();
                    return null;
                };
        Duration delay = warmUp.plus(stretch.multipliedBy(number));
        return looking.schedule(look, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() throws InterruptedException {
        Tally counted = tally.getAndSet(new Tally());
        long now = System.nanoTime();
        SoakStretch over =
                SoakStretch.of(
                        counted,
                        now - stretchSince,
                        Duration.ofNanos(now - measuringSince),
                        footprints.take());
        stretchSince = now;
        stretches.add(over);
        telling.accept(over.words());
    }

    private static void requireTaken(Future<Void> look) throws InterruptedException {
        try {
            look.get();
        } catch (ExecutionException failed) {
            throw new ClientException(
                    "a stretch of the soak could not be looked at: "
                            + look.exceptionNow().getMessage(),
                    failed);
        }
    }
}
