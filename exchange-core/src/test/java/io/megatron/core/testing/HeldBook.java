package io.megatron.core.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The book's lock in the hands of a connection that is not the exchange's. */
public final class HeldBook implements AutoCloseable {
    private final Connection connection;

    private HeldBook(Connection connection) {
        this.connection = connection;
    }

    static HeldBook take(String url) {
        try {
            Connection connection = DriverManager.getConnection(url);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("lock table book in exclusive mode");
            }
            return new HeldBook(connection);
        } catch (SQLException e) {
            throw new AssertionError("the book's lock could not be taken", e);
        }
    }

    /** Gives the book free; whoever waits goes on. */
    public void release() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError("the book's lock could not be released", e);
        }
    }

    @Override
    public void close() {
        release();
    }
}
