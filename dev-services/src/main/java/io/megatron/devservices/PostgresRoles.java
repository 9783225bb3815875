package io.megatron.devservices;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;

/**
 * The two roles and the databases they share: the owner migrates, the application works in what it
 * does not own.
 *
 * <p>A production database is prepared in the same way by its administrator, so a right that is
 * missing there is missing here as well.
 */
final class PostgresRoles {
    static final String OWNER = "megatron_owner";
    static final String APP = "megatron_app";
    static final String DATABASE = "megatron";
    private static final String TEMPLATE = "template1";
    private static final int HINT_CHARACTERS = 40;

    private final RunningPostgres server;

    PostgresRoles(RunningPostgres server) {
        this.server = server;
    }

    /** Every step can be repeated, as the process may have been killed between any two of them. */
    void prepare() {
        try {
            try (Connection connection = server.connectAsSuperuser("postgres")) {
                createRole(connection, OWNER);
                createRole(connection, APP);
            }
            try (Connection connection = server.connectAsSuperuser(TEMPLATE)) {
                // Databases inherit the owner of this schema from the template they are copied
                // from.
                execute(connection, "ALTER SCHEMA public OWNER TO " + OWNER);
            }
            try (Connection connection = server.connectAsSuperuser("postgres")) {
                if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", DATABASE)) {
                    execute(connection, "CREATE DATABASE %s OWNER %s".formatted(DATABASE, OWNER));
                }
                grantConnect(connection, DATABASE);
            }
        } catch (SQLException failure) {
            throw new DevServiceException(
                    "Cannot prepare the database roles: " + failure.getMessage(), failure);
        }
    }

    String createDatabase(String nameHint, String template) {
        String database = uniqueName(nameHint);
        try (Connection connection = server.connectAsSuperuser("postgres")) {
            execute(
                    connection,
                    "CREATE DATABASE %s OWNER %s TEMPLATE %s"
                            .formatted(quoted(database), OWNER, quoted(template)));
            grantConnect(connection, quoted(database));
            return database;
        } catch (SQLException failure) {
            throw new DevServiceException(
                    "Cannot create a database from " + template + ": " + failure.getMessage(),
                    failure);
        }
    }

    String createDatabase(String nameHint) {
        return createDatabase(nameHint, TEMPLATE);
    }

    private static String uniqueName(String hint) {
        String cleaned = hint.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        String shortened = cleaned.substring(0, Math.min(cleaned.length(), HINT_CHARACTERS));
        return "%s_%s".formatted(shortened, UUID.randomUUID().toString().substring(0, 8));
    }

    private static void createRole(Connection connection, String role) throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
            execute(
                    connection,
                    "CREATE ROLE %s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
                            .formatted(role));
        }
    }

    private static void grantConnect(Connection connection, String database) throws SQLException {
        execute(connection, "REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(database));
        execute(connection, "GRANT CONNECT ON DATABASE %s TO %s".formatted(database, APP));
    }

    private static boolean exists(Connection connection, String query, String name)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
