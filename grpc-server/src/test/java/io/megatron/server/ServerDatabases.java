package io.megatron.server;

import io.megatron.core.operations.PreparingDatabase;
import io.megatron.devservices.DatabaseCopies;
import io.megatron.devservices.DevPostgres;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Databases for the servers of tests, copied from one that is migrated once per test run. */
final class ServerDatabases {
    private static final String USUAL_KIND = "development";
    private static final int USUAL_FEE_BPS = 50;
    private static @Nullable DatabaseCopies copies;

    private ServerDatabases() {}

    /** One that is as its server would make it; an empty one where that is for the server to do. */
    static synchronized String forServer(DevPostgres postgres, Map<String, String> settings) {
        if (isBornOtherwise(settings)) {
            return postgres.createDatabase("server");
        }
        if (copies == null) {
            String migrated = postgres.createDatabase("template");
            PreparingDatabase.prepare(
                    new PreparingDatabase.Plan(
                            Optional.of(postgres.jdbcUrl(migrated, "megatron_owner")),
                            postgres.jdbcUrl(migrated, "megatron_app"),
                            USUAL_KIND,
                            USUAL_FEE_BPS));
            copies = new DatabaseCopies(postgres, migrated);
        }
        return copies.take();
    }

    private static boolean isBornOtherwise(Map<String, String> settings) {
        return settings.containsKey("MEGATRON_ENVIRONMENT")
                || settings.containsKey("MEGATRON_FEE_BPS");
    }
}
