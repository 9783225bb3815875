package io.megatron.core.ledger.internal;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.Snapshots;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Which connections a piece of work runs on. Everything reads, unless the book says otherwise for
 * the extent of a batch: so there is one set of mappers and no way to write by mistake.
 */
final class Connections implements Snapshots, BesideTheBook {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final ScopedValue<Pool> POOL = ScopedValue.newInstance();

    private final PlatformTransactionManager transactions;

    Connections(DataSource routing) {
        DataSourceTransactionManager manager = new DataSourceTransactionManager(routing);
        manager.setValidateExistingTransaction(true);
        transactions = manager;
    }

    /** What connections are for. */
    enum Pool {
        BOOK,
        AHEAD,
        READS,
        BESIDE
    }

    /** Sends work to the pool it was begun for; everything else reads. */
    static final class Routing extends AbstractRoutingDataSource {
        @Override
        protected Pool determineCurrentLookupKey() {
            return POOL.orElse(Pool.READS);
        }
    }

    <T> T onBook(Supplier<T> work) {
        return ScopedValue.where(POOL, Pool.BOOK).call(work::get);
    }

    /** Reads for a batch that is decided ahead, without a lock and without waiting for readers. */
    void ahead(Runnable work) {
        ScopedValue.where(POOL, Pool.AHEAD).run(work);
    }

    @Override
    public <T> T write(Supplier<T> work) {
        return ScopedValue.where(POOL, Pool.BESIDE)
                .call(() -> inTransaction(new DefaultTransactionDefinition(), work));
    }

    PlatformTransactionManager transactions() {
        return transactions;
    }

    /** Rolls back without hiding why: a broken connection cannot be rolled back, nor need be. */
    void rollback(TransactionStatus transaction, Throwable cause) {
        try {
            transactions.rollback(transaction);
        } catch (RuntimeException e) {
            LOG.debug("rollback failed as well", e);
            cause.addSuppressed(e);
        }
    }

    @Override
    public <T> T read(Supplier<T> reading) {
        return inTransaction(snapshot(), reading);
    }

    private <T> T inTransaction(TransactionDefinition definition, Supplier<T> work) {
        TransactionStatus transaction = transactions.getTransaction(definition);
        T result;
        try {
            result = work.get();
        } catch (RuntimeException | Error e) {
            rollback(transaction, e);
            throw e;
        }
        transactions.commit(transaction);
        return result;
    }

    private static TransactionDefinition snapshot() {
        DefaultTransactionDefinition snapshot = new DefaultTransactionDefinition();
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        return snapshot;
    }
}
