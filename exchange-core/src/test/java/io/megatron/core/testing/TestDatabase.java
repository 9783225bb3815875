package io.megatron.core.testing;

import io.megatron.core.ledger.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A database of a test's own, seen from beside the exchange: as its application role, as the owner
 * of its tables, and as the server's superuser.
 */
public record TestDatabase(DatabaseAddress address, String ownerUrl, String superuserUrl) {
    /** A partitioned table stands for its partitions. */
    private static final String TABLES =
            "select relname from pg_class where relnamespace = 'public'::regnamespace"
                    + " and relkind in ('r', 'p') and not relispartition"
                    + " and relname not in ('book', 'flyway_schema_history')";

    public Connection asApplication() throws SQLException {
        return DriverManager.getConnection(address.applicationUrl());
    }

    public Connection asOwner() throws SQLException {
        return DriverManager.getConnection(ownerUrl);
    }

    public Connection asSuperuser() throws SQLException {
        return DriverManager.getConnection(superuserUrl);
    }

    /** Changes a row by hand, as docs/operations tells: nodes then believe no older row. */
    public void correct(String sql) {
        execute(sql + "; update book_state set last_batch = last_batch + 1");
    }

    /** Runs a statement as the owner, behind the back of the exchange. */
    public void execute(String sql) {
        try (Connection connection = asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError("the owner could not run: " + sql, e);
        }
    }

    /** The first column of a query's rows, as text. */
    public List<String> values(String sql) {
        try (Connection connection = asOwner();
                Statement statement = connection.createStatement()) {
            return column(statement, sql);
        } catch (SQLException e) {
            throw new AssertionError("the owner could not read: " + sql, e);
        }
    }

    /** The first column of a query's only row. */
    public String value(String sql) {
        List<String> values = values(sql);
        if (values.size() != 1) {
            throw new AssertionError(values.size() + " rows instead of one for: " + sql);
        }
        return values.getFirst();
    }

    public long count(String table) {
        return Long.parseLong(value("select count(*) from " + table));
    }

    /** Every table with the number of its rows and a hash of all that stands in them. */
    public Map<String, String> contents() {
        try (Connection connection = asOwner();
                Statement statement = connection.createStatement()) {
            Map<String, String> contents = new TreeMap<>();
            for (String table : column(statement, TABLES)) {
                contents.put(table, column(statement, contentsOf(table)).getFirst());
            }
            return contents;
        } catch (SQLException e) {
            throw new AssertionError("the owner could not read the tables", e);
        }
    }

    /** The same of one table. */
    public String contents(String table) {
        return value(contentsOf(table));
    }

    private static String contentsOf(String table) {
        return "select count(*) || ' rows, '"
                + " || coalesce(md5(string_agg(t::text, '/' order by t::text)), '') from "
                + table
                + " t";
    }

    private static List<String> column(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        }
    }

    /** Takes the book as a writer beside the exchange would, until it is released. */
    public HeldBook holdBook() {
        return HeldBook.take(address.applicationUrl());
    }
}
