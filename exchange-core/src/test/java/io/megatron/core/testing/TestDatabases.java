package io.megatron.core.testing;

import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.core.operations.PreparingDatabase;
import io.megatron.devservices.DevPostgres;
import io.megatron.devservices.SharedTestPostgres;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fresh databases, copied from one that is migrated once per test run. */
public final class TestDatabases {
    private static final String OWNER = "megatron_owner";
    private static final String APPLICATION = "megatron_app";
    private static @Nullable String template;

    private TestDatabases() {}

    /** A database of its own: where the application finds it, and where its owner does. */
    public record TestDatabase(DatabaseAddress address, String ownerUrl) {}

    public static synchronized TestDatabase fresh(String hint) {
        DevPostgres postgres = SharedTestPostgres.get();
        if (template == null) {
            String name = postgres.createDatabase("template");
            prepare(postgres, name);
            template = name;
        }
        String name = postgres.createDatabase(hint, template);
        return new TestDatabase(
                new DatabaseAddress(postgres.jdbcUrl(name, APPLICATION)),
                postgres.jdbcUrl(name, OWNER));
    }

    /** Migrates a database on a Postgres of the test's own. */
    public static DatabaseAddress prepare(DevPostgres postgres, String database) {
        return PreparingDatabase.prepare(
                new PreparingDatabase.Plan(
                        Optional.of(postgres.jdbcUrl(database, OWNER)),
                        postgres.jdbcUrl(database, APPLICATION),
                        "development",
                        50));
    }
}
