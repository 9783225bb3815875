package io.megatron.core.testing;

import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.core.operations.PreparingDatabase;
import io.megatron.devservices.DatabaseCopies;
import io.megatron.devservices.DevPostgres;
import io.megatron.devservices.SharedTestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fresh databases, copied from one that is migrated once per test run. */
public final class TestDatabases {
    public static final String OWNER = "megatron_owner";
    public static final String APPLICATION = "megatron_app";
    private static final String SUPERUSER = "postgres";
    private static @Nullable DatabaseCopies copies;
    private static @Nullable Connection renaming;

    private TestDatabases() {}

    /** A migrated database on the server that all tests share. */
    public static synchronized TestDatabase fresh(String hint) {
        DevPostgres postgres = SharedTestPostgres.get();
        if (copies == null) {
            String template = postgres.createDatabase("template");
            prepare(postgres, template, "development");
            copies = new DatabaseCopies(postgres, template);
        }
        return database(postgres, renamed(postgres, copies.take(), hint));
    }

    /** On one connection for all: it takes longer to open, for a superuser, than to rename. */
    private static String renamed(DevPostgres postgres, String database, String hint) {
        String name = hint + database.substring(database.lastIndexOf('_'));
        try {
            if (renaming == null) {
                renaming = DriverManager.getConnection(postgres.jdbcUrl(SUPERUSER, SUPERUSER));
            }
            try (Statement statement = renaming.createStatement()) {
                statement.execute("alter database %s rename to %s".formatted(database, name));
            }
            return name;
        } catch (SQLException failure) {
            throw new AssertionError("no database " + name, failure);
        }
    }

    /** A migrated database on a server of the test's own, which the test may stop or kill. */
    public static TestDatabase on(DevPostgres postgres) {
        String name = postgres.createDatabase("exchange");
        prepare(postgres, name, "development");
        return database(postgres, name);
    }

    /** A database on the shared server that nobody has prepared yet. */
    public static TestDatabase empty(String hint) {
        DevPostgres postgres = SharedTestPostgres.get();
        return database(postgres, postgres.createDatabase(hint));
    }

    /** A new installation of another kind. */
    public static TestDatabase bornAs(String installationKind) {
        DevPostgres postgres = SharedTestPostgres.get();
        String name = postgres.createDatabase(installationKind);
        prepare(postgres, name, installationKind);
        return database(postgres, name);
    }

    private static TestDatabase database(DevPostgres postgres, String name) {
        return new TestDatabase(
                new DatabaseAddress(postgres.jdbcUrl(name, APPLICATION)),
                postgres.jdbcUrl(name, OWNER),
                postgres.jdbcUrl(name, SUPERUSER));
    }

    private static void prepare(DevPostgres postgres, String database, String installationKind) {
        PreparingDatabase.prepare(
                new PreparingDatabase.Plan(
                        Optional.of(postgres.jdbcUrl(database, OWNER)),
                        postgres.jdbcUrl(database, APPLICATION),
                        installationKind,
                        50));
    }
}
