package io.megatron.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitResultTest {
    @Test
    void the_limit_names_its_server() {
        assertThat(new LimitResult(256, 14785.4, "PostgreSQL 18.1").toJson())
                .hasToString(
                        "{\"case\":\"limit\",\"batch\":256,\"trades_per_s\":14785,"
                                + "\"server\":\"PostgreSQL 18.1\"}");
    }
}
