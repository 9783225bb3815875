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

/**
 * What this Postgres can do at best: the rows of a trade, written set-based by one connection in
 * full batches, in a schema of its own that is dropped afterwards.
 */
final class MeasuringLimit {
    static final int BATCH = 256;
    private static final double NANOS_PER_SECOND = 1e9;

    private final String url;
    private final String schema = "limit_%08x".formatted(ThreadLocalRandom.current().nextInt());

    /**
     * @param url of a role that may create schemas
     */
    MeasuringLimit(String url) {
        this.url = url;
    }

    /** What came out. */
    record Limit(double tradesPerSecond, String server) {}

    Limit measure(Duration warmUp, Duration measured) {
        try (Connection connection = connect()) {
            requireDurable(connection);
            try {
                prepare(connection);
                return measure(connection, warmUp, measured);
            } finally {
                execute(connection, "drop schema if exists " + schema + " cascade");
            }
        } catch (SQLException failure) {
            throw new ClientException(
                    "the limit cannot be measured at %s: %s"
                            .formatted(withoutSecrets(), failure.getMessage()),
                    failure);
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("options", "-c search_path=%s -c jit=off".formatted(schema));
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty("ApplicationName", "megatron bench");
        return DriverManager.getConnection(url, properties);
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
        for (String statement : LimitScript.schema()) {
            execute(connection, statement);
        }
        execute(connection, "vacuum analyze account");
        execute(connection, "vacuum analyze asset");
    }

    private static Limit measure(Connection connection, Duration warmUp, Duration measured)
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
        return new Limit(tradesPerSecond, "PostgreSQL " + ask(connection, "show server_version"));
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
        return url.replaceAll("\\?.*", "");
    }
}
