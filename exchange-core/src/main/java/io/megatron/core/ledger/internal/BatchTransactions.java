package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.BookState;
import io.megatron.mapper.ledger.Request;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ibatis.session.SqlSession;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * The book's transaction: lock, load, decide, persist, commit.
 *
 * <p>While another batch of this node is being written, or its callers come back, the next is
 * decided ahead, on the rows that one leaves, and then written with the lock, the question whether
 * the book stands where it was expected, and all rows in one message: Postgres goes from one batch
 * to the next without waiting for this node. Where the book stands elsewhere nothing is written:
 * either the batch has overtaken the one before on the way to the database, and is sent once more
 * when that one is durable, or it is decided again under the lock.
 *
 * <p>While others write as well the lock has to be waited for, and rows are loaded before; those
 * that change until it is there are loaded once more.
 */
@Component
final class BatchTransactions {
    private final Connections connections;
    private final SqlSession sessions;
    private final BookMapper book;
    private final Requests requests;
    private final Batches batches;
    private final BusinessClock clock;
    private final Turn turn;
    private final RememberedRows remembered;
    private final BookMetrics metrics;

    BatchTransactions(
            Connections connections,
            SqlSession sessions,
            BookMapper book,
            Requests requests,
            Batches batches,
            BusinessClock clock,
            Turn turn,
            RememberedRows remembered,
            BookMetrics metrics) {
        this.connections = connections;
        this.sessions = sessions;
        this.book = book;
        this.requests = requests;
        this.batches = batches;
        this.clock = clock;
        this.turn = turn;
        this.remembered = remembered;
        this.metrics = metrics;
    }

    /** The connection was lost while the commit was under way: it may or may not be durable. */
    static final class CommitUnknown extends RuntimeException {
        private final transient Batch batch;

        CommitUnknown(Batch batch, RuntimeException cause) {
            super(cause);
            this.batch = batch;
        }

        Batch batch() {
            return batch;
        }
    }

    /** The book does not stand where the batch was decided for; nothing is written. */
    static final class DecidedInVain extends RuntimeException {
        DecidedInVain(Throwable cause) {
            super("the batch before is not durable, or somebody else wrote", cause);
        }
    }

    /**
     * Writes a batch. The lane takes the turn if it does not have it, and has passed it on when the
     * batch is decided, or when this ends.
     *
     * @return the decided and committed batch
     * @throws CommitUnknown when nobody can say yet whether it is committed
     * @throws DecidedInVain when it has to be decided again
     */
    Batch write(Intake intake) {
        turn.take();
        return connections.onBook(
                () -> {
                    Batch batch = batches.on(remembered);
                    Fate before = remembered.last();
                    Fate fate = Fate.after(before);
                    try {
                        write(batch, intake, before, fate);
                    } catch (DecidedInVain e) {
                        fate.inVain();
                        inTurn(() -> remembered.takeBack(fate));
                        throw e;
                    } catch (RuntimeException | Error e) {
                        fate.failed();
                        inTurn(remembered::forget);
                        throw e;
                    }
                    fate.committed();
                    return batch;
                });
    }

    private void inTurn(Runnable work) {
        turn.take();
        work.run();
        turn.pass();
    }

    private void write(Batch batch, Intake intake, Fate before, Fate fate) {
        batch.add(intake.taken());
        BookState expected = leadingOn(batch);
        if (expected == null) {
            batch.addAll(intake);
            remembered.awaitLast();
            if (remembered.isContended()) {
                prepare(batch, intake);
            }
            inTransaction(batch, () -> decideUnderLock(batch, intake, fate));
        } else {
            decideAhead(batch, intake, expected, fate);
            metrics.decidedAhead();
            writeAfter(before, expected, batch, fate);
        }
    }

    /** What was decided on the batch before holds once that is durable, whoever comes first. */
    private void writeAfter(Fate before, BookState expected, Batch batch, Fate fate) {
        boolean cannotOvertake = before.hasEnded();
        try {
            inTransaction(batch, () -> persistAfter(expected, batch, fate));
        } catch (DecidedInVain e) {
            if (cannotOvertake || !before.isSoonCommitted()) {
                throw e;
            }
            metrics.overtook();
            inTransaction(batch, () -> persistAfter(expected, batch, fate));
        }
    }

    /** Where a batch can be decided, if it cannot or need not wait for the lock. */
    private @Nullable BookState leadingOn(Batch batch) {
        boolean worthIt = !remembered.last().hasEnded() || batch.size() >= Gathering.PIECE;
        return worthIt && batch.rows().changesByKeyOnly() ? remembered.leadingOn() : null;
    }

    private void inTransaction(Batch batch, Runnable writing) {
        metrics.tried(
                batch::size,
                () -> {
                    TransactionStatus transaction = begin();
                    try {
                        writing.run();
                    } catch (RuntimeException | Error e) {
                        connections.rollback(transaction, e);
                        throw e;
                    }
                    commit(transaction, batch);
                });
    }

    private TransactionStatus begin() {
        return connections.transactions().getTransaction(new DefaultTransactionDefinition());
    }

    /** While another node has the book, and who comes meanwhile joins. */
    private void prepare(Batch batch, Intake intake) {
        List<Submission<?>> more;
        do {
            connections.ahead(batch.rows()::loadBefore);
            more = intake.rest();
            batch.add(more);
        } while (!more.isEmpty());
    }

    /** Who came while another node had the book need not wait for the next batch. */
    private void decideUnderLock(Batch batch, Intake intake, Fate fate) {
        batch.rows().load(book::lock, clock);
        List<Submission<?>> rest = intake.rest();
        if (!rest.isEmpty()) {
            batch.add(rest);
            batch.rows().loadMore();
        }
        batch.decide();
        leave(batch, fate);
        persist(batch, fate);
    }

    /** What comes while it can still be waited for is decided as it comes. */
    private void decideAhead(Batch batch, Intake intake, BookState expected, Fate fate) {
        batch.rows().lookAhead(expected, clock);
        do {
            connections.ahead(batch.rows()::loadBeside);
            batch.decide();
            batch.add(intake.more());
        } while (batch.isUndecided());
        leave(batch, fate);
    }

    /** From here on the other lane goes by what this batch leaves. */
    private void leave(Batch batch, Fate fate) {
        fate.decided(batch.people());
        batch.rows().rememberDecided();
        batch.advance();
        remembered.decided(batch.rows(), fate);
        turn.pass();
    }

    private void persistAfter(BookState expected, Batch batch, Fate fate) {
        try {
            book.lockAfter(expected);
            persist(batch, fate);
        } catch (RuntimeException e) {
            throw SqlFailures.isBookElsewhere(e) ? new DecidedInVain(e) : e;
        }
    }

    /** Sends all of it, and the commit with it: one message, and one answer. */
    private void persist(Batch batch, Fate fate) {
        if (!batch.remembered().isEmpty()) {
            batch.rows().persist();
            book.updateState(batch.rows().state());
            book.commit();
        }
        fate.sent();
        try {
            sessions.flushStatements();
        } catch (RuntimeException e) {
            throw SqlFailures.isLostConnection(e) ? lostCommit(batch, e) : e;
        }
    }

    /** Ends what was only read; of a batch that wrote something nothing is left to commit. */
    private void commit(TransactionStatus transaction, Batch batch) {
        try {
            connections.transactions().commit(transaction);
        } catch (RuntimeException e) {
            throw lostCommit(batch, e);
        }
    }

    /**
     * A batch that wrote nothing leaves nothing to ask after, and what it refused may rest on the
     * batch before, which may not be durable: it is decided again.
     */
    private static RuntimeException lostCommit(Batch batch, RuntimeException cause) {
        return batch.remembered().isEmpty() ? cause : new CommitUnknown(batch, cause);
    }

    /**
     * Whether a batch whose commit was cut off is durable. Takes the book first: the lost backend
     * may still be committing, and only its end gives the lock free.
     */
    boolean isDurable(Batch batch) {
        return connections.onBook(
                () -> {
                    TransactionStatus transaction = begin();
                    try {
                        book.lock();
                        return finds(batch.remembered());
                    } finally {
                        connections.transactions().rollback(transaction);
                    }
                });
    }

    /** All or none of them stand, since they were one transaction. */
    private boolean finds(List<Request> remembered) {
        Set<Requests.Key> keys =
                remembered.stream().map(Requests.Key::of).collect(Collectors.toSet());
        Map<Requests.Key, Request> found = requests.load(keys);
        return remembered.stream()
                .allMatch(
                        request -> {
                            Request stored = found.get(Requests.Key.of(request));
                            return stored != null
                                    && Objects.equals(stored.result(), request.result());
                        });
    }
}
