package io.megatron.client.bench;

import io.megatron.client.ClientException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What this Postgres can do at best: the rows of a trade, written set-based by one connection in
 * full batches, in a schema of its own. Tables that were filled stay for the next measurement;
 * others are dropped after each, so that all of them begin alike.
 */
final class MeasuringLimit implements AutoCloseable {
    static final int BATCH = 256;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Supplier<String> url;
    private final LimitTables tables;
    private final Consumer<String> telling;
    private final String schema = "limit_%08x".formatted(ThreadLocalRandom.current().nextInt());
    private boolean prepared;

    /**
     * @param url of a role that may create schemas; asked for once it is needed
     * @param tables how large they are before it is measured
     * @param telling what goes on
     */
    MeasuringLimit(Supplier<String> url, LimitTables tables, Consumer<String> telling) {
        this.url = url;
        this.tables = tables;
        this.telling = telling;
    }

    LimitResult measure(Duration warmUp, Duration measured) {
        try (Connection connection = connect()) {
            requireDurable(connection);
            if (!prepared) {
                prepare(connection);
            }
            LimitResult limit = measure(connection, warmUp, measured);
            if (!tables.areFilled()) {
                drop(connection);
            }
            return limit;
        } catch (SQLException failure) {
            throw impossible(failure);
        }
    }

    /** Leaves nothing behind. */
    @Override
    public void close() {
        if (prepared) {
            try (Connection connection = connect()) {
                drop(connection);
            } catch (SQLException failure) {
                throw impossible(failure);
            }
        }
    }

    private ClientException impossible(SQLException failure) {
        return new ClientException(
                "the limit cannot be measured at %s: %s"
                        .formatted(withoutSecrets(), failure.getMessage()),
                failure);
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("options", "-c search_path=%s -c jit=off".formatted(schema));
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty("ApplicationName", "megatron bench");
        return DriverManager.getConnection(url.get(), properties);
    }

    private static void requireDurable(Connection connection) throws SQLException {
        String settings =
                ask(
                        connection,
                        "select string_agg(setting, '') from pg_settings where name in"
                                + " ('fsync', 'synchronous_commit', 'full_page_writes')");
        if (!"ononon".equals(settings)) {
            throw new ClientException(
                    "this Postgres is not durable: fsync, synchronous_commit and full_page_writes"
                            + " must be on");
        }
    }

    private void prepare(Connection connection) throws SQLException {
        execute(connection, "create schema " + schema);
        prepared = true;
        for (String statement : LimitScript.schema()) {
            execute(connection, statement);
        }
        execute(connection, "vacuum analyze account");
        execute(connection, "vacuum analyze asset");
        if (tables.areFilled()) {
            telling.accept(
                    "filling the limit's tables, in a schema %s that is dropped afterwards"
                            .formatted(schema));
            new FillingLimit(connection, telling).fill(tables);
        }
    }

    private void drop(Connection connection) throws SQLException {
        execute(connection, "drop schema if exists " + schema + " cascade");
        prepared = false;
    }

    private LimitResult measure(Connection connection, Duration warmUp, Duration measured)
            throws SQLException {
        List<PreparedStatement> batch = new ArrayList<>();
        for (String statement : LimitScript.batch(BATCH)) {
            batch.add(connection.prepareStatement(statement));
        }
        repeat(batch, warmUp);
        double tradesPerSecond = repeat(batch, measured);
        for (PreparedStatement statement : batch) {
            statement.close();
        }
        return new LimitResult(
                BATCH,
                tradesPerSecond,
                "PostgreSQL " + ask(connection, "show server_version"),
                tables,
                megabytes(connection));
    }

    private long megabytes(Connection connection) throws SQLException {
        return Long.parseLong(
                ask(
                        connection,
                        "select round(sum(pg_total_relation_size(oid)) / 1048576)::bigint from"
                                + " pg_class where relkind = 'r' and relnamespace = '"
                                + schema
                                + "'::regnamespace"));
    }

    private static double repeat(List<PreparedStatement> batch, Duration time) throws SQLException {
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        long batches = 0;
        while (System.nanoTime() < end) {
            for (PreparedStatement statement : batch) {
                statement.execute();
            }
            batches++;
        }
        return batches * BATCH * NANOS_PER_SECOND / (System.nanoTime() - begin);
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String withoutSecrets() {
        return url.get().replaceAll("\\?.*", "");
    }
}
