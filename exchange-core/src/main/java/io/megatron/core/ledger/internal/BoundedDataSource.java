package io.megatron.core.ledger.internal;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A pool with a fair queue before it: thousands of virtual threads wait on the semaphore, where
 * they cost nothing, and only as many as there are connections enter the pool.
 */
final class BoundedDataSource extends DelegatingDataSource implements AutoCloseable {
    private final HikariDataSource pool;
    private final Semaphore places;

    BoundedDataSource(HikariDataSource pool) {
        super(pool);
        this.pool = pool;
        this.places = new Semaphore(pool.getMaximumPoolSize(), true);
    }

    @Override
    public Connection getConnection() throws SQLException {
        enter();
        try {
            return leavingAtClose(pool.getConnection());
        } catch (SQLException | RuntimeException e) {
            places.release();
            throw e;
        }
    }

    private void enter() throws SQLException {
        try {
            if (!places.tryAcquire(pool.getConnectionTimeout(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(
                        "no connection of " + pool.getPoolName() + " came free in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting", e);
        }
    }

    private Connection leavingAtClose(Connection connection) {
        AtomicBoolean left = new AtomicBoolean();
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (proxy, method, arguments) -> {
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                if (method.getName().equals("close")
                                        && left.compareAndSet(false, true)) {
                                    places.release();
                                }
                            }
                        });
    }

    @Override
    public void close() {
        pool.close();
    }
}
