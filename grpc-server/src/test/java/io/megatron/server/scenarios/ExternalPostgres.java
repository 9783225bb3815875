package io.megatron.server.scenarios;

import io.megatron.devservices.DevPostgres;
import java.util.Map;

/** How servers are told to use a Postgres that they have not started. */
final class ExternalPostgres {
    private ExternalPostgres() {}

    /**
     * @param name how the server's connections call themselves
     */
    static Map<String, String> settings(DevPostgres postgres, String database, String name) {
        return Map.of(
                "MEGATRON_ENVIRONMENT",
                "development",
                "MEGATRON_POSTGRES_URL",
                postgres.jdbcUrl(database, "megatron_app") + "&ApplicationName=" + name,
                "MEGATRON_POSTGRES_OWNER_URL",
                postgres.jdbcUrl(database, "megatron_owner"),
                "MEGATRON_REDIS_URL",
                "redis://127.0.0.1:1");
    }
}
