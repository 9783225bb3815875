package io.megatron.core.ledger.internal;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.BookException;
import io.megatron.core.ledger.BookPace;
import io.megatron.core.ledger.BookSettings;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Snapshots;
import io.megatron.mapper.ledger.BookMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The node's side of the book: a bounded queue and the one thread that empties it. Whatever waits
 * when a batch ends makes the next one, so a lone command never waits for company. Of jobs no more
 * than a quarter of a full batch is ever on its way, so people's commands always find room, and
 * beside them no more than a quarter of the batch at hand is theirs ({@link Gathering}).
 */
@Component
final class SerialBook implements Book, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SerialBook.class);
    private static final int JOBS_PART_OF_A_BATCH = 4;

    private final BatchWriting writing;
    private final BookSettings settings;
    private final BookMetrics metrics;
    private final Snapshots snapshots;
    private final BookMapper book;
    private final Batches batches;
    private final BusinessClock clock;
    private final BookPace pace;
    private final BlockingQueue<Submission<?>> queue;
    private final Semaphore jobShare;
    private volatile boolean running;
    private Thread writer = new Thread(() -> {}, "book");

    SerialBook(
            BatchWriting writing,
            BookSettings settings,
            BookMetrics metrics,
            Snapshots snapshots,
            BookMapper book,
            Batches batches,
            BusinessClock clock,
            ObjectProvider<BookPace> pace) {
        this.writing = writing;
        this.settings = settings;
        this.metrics = metrics;
        this.snapshots = snapshots;
        this.book = book;
        this.batches = batches;
        this.clock = clock;
        this.pace = pace.getIfAvailable(() -> BookPace.EAGER);
        this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
        this.jobShare = new Semaphore(Math.max(1, settings.maxBatch() / JOBS_PART_OF_A_BATCH));
        metrics.showDepth(queue::size);
    }

    @Override
    public <R> Outcome<R> write(Command<R> command, Deadline deadline) {
        if (!command.call().isByJob()) {
            return submit(command, deadline);
        }
        jobShare.acquireUninterruptibly();
        try {
            return submit(command, deadline);
        } finally {
            jobShare.release();
        }
    }

    private <R> Outcome<R> submit(Command<R> command, Deadline deadline) {
        if (!running) {
            throw new BookException.Unavailable();
        }
        Submission<R> submission = new Submission<>(command, deadline);
        if (!queue.offer(submission)) {
            throw new BookException.Full(settings.queueCapacity());
        }
        if (!running && queue.remove(submission)) {
            // It came after the writer's last look, so nobody would ever answer it.
            throw new BookException.Unavailable();
        }
        return submission.await();
    }

    @Override
    public <R> Outcome<R> validate(Command<R> command) {
        Submission<R> submission = new Submission<>(command, Deadline.none());
        Batch batch = batches.of(List.of(submission), new RememberedRows());
        snapshots.read(
                () -> {
                    batch.declare().load(book::state, clock);
                    batch.decide();
                    return batch;
                });
        batch.answerAll();
        return submission.await();
    }

    @Override
    public <T> T preview(Consumer<Keys> declare, Function<Draft, T> view) {
        return snapshots.read(
                () -> {
                    WorkingSet rows = new WorkingSet(new RememberedRows());
                    declare.accept(rows);
                    rows.load(book::state, clock);
                    return view.apply(new BookDraft(rows));
                });
    }

    @Override
    public void start() {
        running = true;
        writer = Thread.ofPlatform().name("book").start(this::run);
    }

    private void run() {
        Gathering gathering = new Gathering(queue, settings.maxBatch());
        while (running || !queue.isEmpty() || gathering.holdsJobs()) {
            List<Submission<?>> taken = take(gathering);
            long startNanos = System.nanoTime();
            try {
                begin(taken);
            } catch (RuntimeException | Error e) {
                // Whatever it was, this thread must live: without it every caller waits for ever.
                LOG.error("book failed outside a batch", e);
                taken.forEach(submission -> submission.fail(e));
            }
            long tookNanos = System.nanoTime() - startNanos;
            gathering.written(tookNanos);
            if (pace.yielding() && !taken.isEmpty()) {
                yieldBook(tookNanos);
            }
        }
    }

    /** Not for longer than anybody can have had the book, however long the database was away. */
    private void yieldBook(long tookNanos) {
        try {
            Thread.sleep(
                    Duration.ofNanos(Math.min(tookNanos, settings.frozenOwnerTimeout().toNanos())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private List<Submission<?>> take(Gathering gathering) {
        try {
            return gathering.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
            return List.of();
        }
    }

    private void begin(List<Submission<?>> taken) {
        List<Submission<?>> batch = new ArrayList<>(taken.size());
        for (Submission<?> submission : taken) {
            metrics.taken(submission);
            if (submission.deadlinePassed()) {
                submission.fail(new BookException.DeadlinePassed());
            } else {
                batch.add(submission);
            }
        }
        if (!batch.isEmpty()) {
            writing.write(batch);
        }
    }

    /** Writes what still waits, then ends; new commands are turned away. */
    @Override
    public void stop() {
        running = false;
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before and stops after whatever takes calls. */
    @Override
    public int getPhase() {
        return -1000;
    }
}
