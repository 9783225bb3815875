package io.megatron.client.bench;

import io.megatron.client.ClientException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Looks at what a server and its Postgres take. */
final class TakingFootprints implements AutoCloseable {
    /** Their rows are updated, by trades or by what follows from them. */
    private static final List<String> HOT_TABLES =
            List.of(
                    "account_kind_totals",
                    "assets",
                    "book_changes",
                    "book_state",
                    "event_consumers",
                    "platform_stream",
                    "positions",
                    "price_moves",
                    "prices",
                    "relay_shards");

    private static final String QUERY =
            """
            select count(*), sum(pg_total_relation_size(relid)), sum(n_dead_tup),
                pg_database_size(current_database())
            from pg_stat_user_tables where schemaname = 'public' and relname = any(?)
            """;

    /** Zero before the JVM's first full collection. */
    private static final String LIVE_HEAP = "jvm_gc_live_data_size_bytes";

    private static final double BYTES_PER_MB = 1024.0 * 1024;

    private final Target target;
    private final Connection postgres;

    private TakingFootprints(Target target, Connection postgres) {
        this.target = target;
        this.postgres = postgres;
    }

    static TakingFootprints of(Target target) {
        try {
            return new TakingFootprints(target, DriverManager.getConnection(target.postgresUrl()));
        } catch (SQLException failure) {
            throw unknown(failure);
        }
    }

    Footprint take() throws InterruptedException {
        double heap = target.metric(LIVE_HEAP) / BYTES_PER_MB;
        try (PreparedStatement query = postgres.prepareStatement(QUERY)) {
            query.setArray(1, postgres.createArrayOf("text", HOT_TABLES.toArray()));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (row.getInt(1) != HOT_TABLES.size()) {
                    throw new ClientException(
                            "of the tables %s not all are in the schema public"
                                    .formatted(HOT_TABLES));
                }
                return new Footprint(
                        target.megabytes(),
                        heap > 0 ? heap : Double.NaN,
                        new Footprint.HotTables(row.getLong(2) / BYTES_PER_MB, row.getLong(3)),
                        row.getLong(4) / BYTES_PER_MB);
            }
        } catch (SQLException failure) {
            throw unknown(failure);
        }
    }

    private static ClientException unknown(SQLException failure) {
        return new ClientException(
                "what the tables take cannot be told: " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (SQLException failure) {
            throw unknown(failure);
        }
    }
}
