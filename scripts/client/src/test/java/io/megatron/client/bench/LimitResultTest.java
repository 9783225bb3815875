package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitResultTest {
    static final LimitResult LIMIT = limit(new LimitTables(0, 10_000));

    @Test
    void the_limit_names_its_server() {
        assertThat(LIMIT.toJson())
                .hasToString(
                        "{\"case\":\"limit\",\"batch\":256,\"trades_per_s\":14785,"
                                + "\"server\":\"PostgreSQL 18.1\"}");
    }

    @Test
    void a_limit_over_filled_tables_says_how_large_they_were() {
        assertThat(limit(new LimitTables(10_000_000, 1_000_000)).toJson())
                .hasToString(
                        "{\"case\":\"limit\",\"batch\":256,\"trades_per_s\":14785,"
                                + "\"server\":\"PostgreSQL 18.1\",\"filled_trades\":10000000,"
                                + "\"filled_users\":1000000,\"tables_mb\":9000}");
    }

    private static LimitResult limit(LimitTables tables) {
        return new LimitResult(256, 14785.4, "PostgreSQL 18.1", tables, 9_000);
    }
}
