package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.ledger.BookMapper;
import io.megatron.mapper.ledger.Request;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ibatis.session.SqlSession;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** The book's transaction: lock, load, decide, persist, commit. */
@Component
final class BatchTransactions {
    private final Connections connections;
    private final SqlSession sessions;
    private final BookMapper book;
    private final Requests requests;
    private final Batches batches;
    private final BusinessClock clock;
    private final RememberedRows remembered = new RememberedRows();

    BatchTransactions(
            Connections connections,
            SqlSession sessions,
            BookMapper book,
            Requests requests,
            Batches batches,
            BusinessClock clock) {
        this.connections = connections;
        this.sessions = sessions;
        this.book = book;
        this.requests = requests;
        this.batches = batches;
        this.clock = clock;
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

    /**
     * Writes the batch.
     *
     * @return the decided and committed batch
     * @throws CommitUnknown when nobody can say yet whether it is committed
     */
    Batch write(List<Submission<?>> submissions) {
        return connections.onBook(
                () -> {
                    Batch batch = batches.of(submissions, remembered);
                    try {
                        write(batch);
                    } catch (RuntimeException | Error e) {
                        remembered.forget();
                        throw e;
                    }
                    batch.rows().rememberCommitted();
                    return batch;
                });
    }

    private void write(Batch batch) {
        TransactionStatus transaction = begin();
        try {
            loadDecidePersist(batch);
        } catch (RuntimeException | Error e) {
            connections.rollback(transaction, e);
            throw e;
        }
        commit(transaction, batch);
    }

    private TransactionStatus begin() {
        return connections.transactions().getTransaction(new DefaultTransactionDefinition());
    }

    private void loadDecidePersist(Batch batch) {
        WorkingSet rows = batch.declare();
        rows.load(book::lock, clock);
        batch.decide();
        if (!batch.remembered().isEmpty()) {
            rows.persist();
            book.updateState(rows.advance());
            // Before the commit, so that what the database refuses is not taken for a lost commit.
            sessions.flushStatements();
        }
    }

    private void commit(TransactionStatus transaction, Batch batch) {
        try {
            connections.transactions().commit(transaction);
        } catch (RuntimeException e) {
            if (SqlFailures.classify(e) == SqlFailures.Kind.CONFLICT) {
                throw e;
            }
            throw new CommitUnknown(batch, e);
        }
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
