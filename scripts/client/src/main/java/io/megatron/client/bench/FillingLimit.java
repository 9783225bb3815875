package io.megatron.client.bench;

import io.megatron.client.text.Figures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fills the limit's tables by the batches of its own script, only larger ones and of more users, so
 * that they hold what they would if all those trades had been written by it, dead rows included.
 */
final class FillingLimit {
    /** Far more than a batch that is measured, and few enough that each is told of soon. */
    private static final int BATCH = 50_000;

    private static final int TOLD = 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final List<String> TABLES =
            List.of("account", "asset", "position", "trade", "entry", "outbox");

    private final Connection connection;
    private final Consumer<String> telling;

    /**
     * @param connection that finds the limit's tables
     */
    FillingLimit(Connection connection, Consumer<String> telling) {
        this.connection = connection;
        this.telling = telling;
    }

    void fill(LimitTables tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into account select g, 1000000000 from generate_series(%d, %d) g"
                            .formatted(LimitTables.SCRIPTS_OWN_USERS + 1, tables.users()));
            write(statement, tables);
            telling.accept("vacuuming the limit's tables");
            // What autovacuum would else do while it is measured.
            for (String table : TABLES) {
                statement.execute("vacuum analyze " + table);
            }
        }
    }

    private void write(Statement statement, LimitTables tables) throws SQLException {
        long begin = System.nanoTime();
        int tellEach = Math.max(BATCH, tables.trades() / TOLD);
        int told = 0;
        int written = 0;
        while (written < tables.trades()) {
            int size = Math.min(BATCH, tables.trades() - written);
            for (String each : LimitScript.batch(size, tables.users())) {
                statement.execute(each);
            }
            written += size;
            if (written - told >= tellEach || written == tables.trades()) {
                tell(written, tables.trades(), System.nanoTime() - begin);
                told = written;
            }
        }
    }

    private void tell(int written, int wanted, long nanos) {
        telling.accept(
                "the limit's tables hold %d of %d trades, %s a second"
                        .formatted(
                                written,
                                wanted,
                                Figures.fixed(written * NANOS_PER_SECOND / nanos, 0)));
    }
}
