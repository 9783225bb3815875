package io.megatron.core.ledger.internal;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.BookException;
import io.megatron.core.ledger.BookPace;
import io.megatron.core.ledger.BookSettings;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.DatabaseSettings;
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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The node's side of the book: a bounded queue and the two lanes that empty it in turn, so that one
 * decides while the other writes. Whatever waits when a batch ends makes the next one, so a lone
 * command never waits for company. A node with jobs only has one lane: it leaves the book after
 * each batch ({@link BookPace}). Of jobs no more than a quarter of a full batch is ever on its way,
 * so people's commands always find room, and beside them no more than a quarter of the batch at
 * hand is theirs ({@link Gathering}).
 */
@Component
final class SerialBook implements Book, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SerialBook.class);
    private static final int JOBS_PART_OF_A_BATCH = 4;
    private static final int LANES = 2;

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
    private final Turn turn;
    private final RememberedRows remembered;
    private final Gathering gathering;
    private final int lanes;
    private volatile boolean running;
    private List<Thread> writers = List.of();

    SerialBook(
            BatchWriting writing,
            BookSettings settings,
            BookMetrics metrics,
            Snapshots snapshots,
            BookMapper book,
            Batches batches,
            BusinessClock clock,
            ObjectProvider<BookPace> pace,
            Turn turn,
            RememberedRows remembered,
            DatabaseSettings database) {
        this.writing = writing;
        this.settings = settings;
        this.metrics = metrics;
        this.snapshots = snapshots;
        this.book = book;
        this.batches = batches;
        this.clock = clock;
        this.pace = pace.getIfAvailable(() -> BookPace.EAGER);
        this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
        this.turn = turn;
        this.remembered = remembered;
        this.lanes = this.pace.yielding() ? 1 : Math.min(LANES, database.bookConnections());
        this.gathering =
                new Gathering(
                        queue,
                        settings.maxBatch(),
                        () -> lanes > 1 && remembered.isAlone(),
                        remembered::last);
        this.jobShare = new Semaphore(Math.max(1, settings.maxBatch() / JOBS_PART_OF_A_BATCH));
        metrics.showDepth(queue::size);
    }

    @Override
    public <R> Outcome<R> write(Command<R> command, Deadline deadline) {
        if (!command.call().isByJob()) {
            return enqueue(command, deadline).await();
        }
        jobShare.acquireUninterruptibly();
        try {
            return enqueue(command, deadline).await();
        } finally {
            jobShare.release();
        }
    }

    @Override
    public <R> CompletionStage<Outcome<R>> submit(Command<R> command, Deadline deadline) {
        requireNobodysJob(command);
        return enqueue(command, deadline).outcome();
    }

    @Override
    public <R> List<Outcome<R>> writeInOrder(
            List<? extends Command<R>> commands, Deadline deadline) {
        commands.forEach(SerialBook::requireNobodysJob);
        List<Submission<R>> submitted = new ArrayList<>(commands.size());
        for (Command<R> command : commands) {
            submitted.add(enqueue(command, deadline));
        }
        return submitted.stream().map(Submission::await).toList();
    }

    private static void requireNobodysJob(Command<?> command) {
        if (command.call().isByJob()) {
            throw new IllegalArgumentException("a job waits for each of its commands");
        }
    }

    private <R> Submission<R> enqueue(Command<R> command, Deadline deadline) {
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
        return submission;
    }

    @Override
    public <R> Outcome<R> validate(Command<R> command) {
        Submission<R> submission = new Submission<>(command, Deadline.none());
        Batch batch = batches.on(remembered.none());
        batch.add(List.of(submission));
        snapshots.read(
                () -> {
                    batch.rows().load(book::state, clock);
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
                    WorkingSet rows = new WorkingSet(remembered.none());
                    declare.accept(rows);
                    rows.load(book::state, clock);
                    return view.apply(new BookDraft(rows));
                });
    }

    @Override
    public void start() {
        running = true;
        writers =
                IntStream.range(0, lanes)
                        .mapToObj(lane -> Thread.ofPlatform().name("book-" + lane).start(this::run))
                        .toList();
    }

    private void run() {
        boolean more = true;
        while (more) {
            turn.take();
            try {
                more = running || !queue.isEmpty() || gathering.holdsJobs();
                if (more) {
                    takeAndWrite();
                }
            } finally {
                turn.pass();
            }
        }
    }

    private void takeAndWrite() {
        Intake intake =
                new Intake(
                        admitted(take(gathering::next)),
                        this::meanwhile,
                        soFar -> admitted(gathering.waiting(soFar)));
        if (intake.taken().isEmpty()) {
            return;
        }
        long startNanos = System.nanoTime();
        try {
            writing.write(intake);
        } catch (RuntimeException | Error e) {
            // Whatever it was, this thread must live: without it every caller waits for ever.
            LOG.error("book failed outside a batch", e);
            intake.taken().forEach(submission -> submission.fail(e));
        }
        if (pace.yielding()) {
            yieldBook(System.nanoTime() - startNanos);
        }
    }

    private List<Submission<?>> meanwhile(int soFar) {
        return admitted(take(() -> gathering.meanwhile(soFar)));
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

    private List<Submission<?>> take(Gatherer gatherer) {
        try {
            return gatherer.gather();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
            return List.of();
        }
    }

    private interface Gatherer {
        List<Submission<?>> gather() throws InterruptedException;
    }

    /** Whose deadline has passed already takes no room in a batch. */
    private List<Submission<?>> admitted(List<Submission<?>> taken) {
        List<Submission<?>> admitted = new ArrayList<>(taken.size());
        for (Submission<?> submission : taken) {
            metrics.taken(submission);
            if (submission.deadlinePassed()) {
                submission.fail(new BookException.DeadlinePassed());
            } else {
                admitted.add(submission);
            }
        }
        return admitted;
    }

    /** Writes what still waits, then ends; new commands are turned away. */
    @Override
    public void stop() {
        running = false;
        try {
            for (Thread writer : writers) {
                writer.join();
            }
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
