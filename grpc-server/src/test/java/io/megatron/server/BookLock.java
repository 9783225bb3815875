package io.megatron.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The lock of the book: who has it at the moment, and a way to keep it from everybody. */
public final class BookLock implements AutoCloseable {
    private final Connection connection;

    /**
     * @param url of the role that owns the book, or of a superuser, who also sees what others do
     */
    public BookLock(String url) {
        try {
            connection = DriverManager.getConnection(url + "&ApplicationName=book-lock");
        } catch (SQLException unreachable) {
            throw new AssertionError(unreachable);
        }
    }

    /**
     * A connection that holds the lock.
     *
     * @param node what it calls itself
     * @param silent whether Postgres waits for the node's next word, and not the other way round
     */
    public record Owner(String node, long backendPid, boolean silent) {}

    public Optional<Owner> owner() {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                select a.application_name, a.pid, a.state = 'idle in transaction'
                                from pg_locks l join pg_stat_activity a on a.pid = l.pid
                                where l.relation = 'book'::regclass
                                  and l.mode = 'ExclusiveLock'
                                  and l.granted
                                """)) {
            return rows.next()
                    ? Optional.of(new Owner(rows.getString(1), rows.getLong(2), rows.getBoolean(3)))
                    : Optional.empty();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Nobody writes until it is released, or its connection ends. */
    public void take() {
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table book in exclusive mode");
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    public void release() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    public boolean isWaitedFor() {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select count(*) from pg_locks"
                                        + " where relation = 'book'::regclass and not granted")) {
            return rows.next() && rows.getInt(1) > 0;
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }
}
