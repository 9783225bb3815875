package io.megatron.core.operations;

import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.mapper.Schema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * Makes a database ready to keep the book, or refuses it with what has to be changed: it has to be
 * durable, of the current schema, of the right birth, and its application role must own nothing.
 */
public final class PreparingDatabase {
    private static final int MONTHS_AHEAD = 13;

    private PreparingDatabase() {}

    /**
     * What is there and what is wanted.
     *
     * @param ownerUrl JDBC URL of the role that owns the tables; without it nothing is migrated
     * @param applicationUrl JDBC URL of the role that runs
     * @param installationKind {@code development} or {@code production}
     * @param feeBps the platform's fee, for a new installation
     */
    public record Plan(
            Optional<String> ownerUrl, String applicationUrl, String installationKind, int feeBps) {
        /** URLs carry passwords, so none is ever printed. */
        @Override
        public String toString() {
            return "Plan[" + installationKind + "]";
        }
    }

    /** The database cannot keep the book as it is; the message says what to change. */
    public static final class UnfitDatabaseException extends RuntimeException {
        UnfitDatabaseException(String message) {
            super(message);
        }
    }

    /**
     * Prepares the database.
     *
     * @throws UnfitDatabaseException when it must not be used as it is
     */
    public static DatabaseAddress prepare(Plan plan) {
        try (Connection connection = DriverManager.getConnection(plan.applicationUrl());
                Statement statement = connection.createStatement()) {
            requireVersion(statement);
            requireDurable(statement);
            String role = text(statement, "select current_user");
            requirePlainRole(statement, role);
            migrate(plan, role, statement);
            requireOwnerElsewhere(statement, role);
            requireBirth(statement, plan.installationKind());
            preparePartitions(statement);
        } catch (SQLException e) {
            throw new UnfitDatabaseException("Postgres cannot be used: " + e.getMessage());
        }
        return new DatabaseAddress(plan.applicationUrl());
    }

    /** Before 17, Postgres does not take the book from a node that has stopped inside a message. */
    private static void requireVersion(Statement statement) throws SQLException {
        if (yes(statement, "select current_setting('server_version_num')::integer < 170000")) {
            throw new UnfitDatabaseException(
                    "This is PostgreSQL %s; 17 or newer is needed"
                            .formatted(text(statement, "show server_version")));
        }
    }

    /** An acknowledged trade survives a crash of the server, or it must not be acknowledged. */
    private static void requireDurable(Statement statement) throws SQLException {
        String off =
                text(
                        statement,
                        "select coalesce(string_agg(name, ', ' order by name), '') from pg_settings"
                                + " where name in ('fsync', 'full_page_writes') and setting = 'off'"
                                + " or name = 'synchronous_commit' and setting in ('off')");
        if (!off.isEmpty()) {
            throw new UnfitDatabaseException(
                    "This Postgres would lose acknowledged trades in a crash: switch on " + off);
        }
    }

    private static void requirePlainRole(Statement statement, String role) throws SQLException {
        if (yes(statement, "select rolsuper from pg_roles where rolname = current_user")) {
            throw new UnfitDatabaseException(
                    "The role "
                            + role
                            + " is a superuser; MEGATRON_POSTGRES_URL has to name a plain one");
        }
    }

    private static void migrate(Plan plan, String role, Statement statement) throws SQLException {
        if (plan.ownerUrl().isPresent()) {
            requireTwoRoles(plan.ownerUrl().get(), role);
            Schema.migrate(
                    plan.ownerUrl().get(),
                    new Schema.Birth(role, plan.installationKind(), plan.feeBps()));
        } else if (yes(statement, "select to_regclass('book') is null")) {
            throw new UnfitDatabaseException(
                    "The database is empty: set MEGATRON_POSTGRES_OWNER_URL to the role that is to"
                            + " own the tables");
        }
    }

    /** Looked at before anything is created: tables of the wrong owner would stay. */
    private static void requireTwoRoles(String ownerUrl, String role) throws SQLException {
        try (Connection connection = DriverManager.getConnection(ownerUrl);
                Statement owner = connection.createStatement()) {
            requireNoOwner(text(owner, "select current_user").equals(role), role);
        }
    }

    /** Whoever may become the owner is as good as the owner. */
    private static void requireOwnerElsewhere(Statement statement, String role)
            throws SQLException {
        requireNoOwner(
                yes(
                        statement,
                        "select exists (select from pg_tables where schemaname = 'public'"
                                + " and pg_has_role(current_user, tableowner, 'member'))"),
                role);
    }

    private static void requireNoOwner(boolean owns, String role) {
        if (owns) {
            throw new UnfitDatabaseException(
                    "The role "
                            + role
                            + " owns tables, so it could drop the guards of the ledger:"
                            + " MEGATRON_POSTGRES_URL and MEGATRON_POSTGRES_OWNER_URL have to name"
                            + " two roles");
        }
    }

    private static void requireBirth(Statement statement, String wanted) throws SQLException {
        String born = text(statement, "select kind from installation");
        if (!born.equals(wanted)) {
            throw new UnfitDatabaseException(
                    "This installation was created as "
                            + born
                            + " and stays that; MEGATRON_ENVIRONMENT says "
                            + wanted);
        }
    }

    /** From the month of business time on, which may be ahead of the machine's. */
    private static void preparePartitions(Statement statement) throws SQLException {
        for (String table : List.of("trade", "tick", "candle")) {
            statement.execute(
                    "select ensure_"
                            + table
                            + "_partitions(((clock_timestamp()"
                            + " + offset_micros * interval '1 microsecond') at time zone"
                            + " 'UTC')::date, "
                            + MONTHS_AHEAD
                            + ") from business_clock");
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            if (!rows.next()) {
                throw new SQLException("no row for: " + sql);
            }
            return rows.getString(1);
        }
    }

    private static boolean yes(Statement statement, String sql) throws SQLException {
        return text(statement, sql).equals("t");
    }
}
