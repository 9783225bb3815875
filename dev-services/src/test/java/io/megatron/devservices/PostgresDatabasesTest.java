package io.megatron.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is set, and what the two roles may do, on the server that the other modules' tests share.
 */
@Timeout(60)
class PostgresDatabasesTest {
    private static final String DENIED = "42501";
    private final DevPostgres postgres = SharedTestPostgres.get();

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "max_connections, 100",
        "shared_buffers, 1GB",
        "max_wal_size, 2GB",
        "autovacuum_naptime, 15s",
        "autovacuum_analyze_scale_factor, 0.5",
        "listen_addresses, 127.0.0.1",
        "unix_socket_directories, ''",
        "log_timezone, UTC",
        "data_checksums, on"
    })
    void a_commit_is_durable_and_only_the_loopback_is_listened_to(String setting, String value)
            throws SQLException {
        assertThat(Sql.ask(superuserUrl(), "SHOW " + setting)).isEqualTo(value);
    }

    @Test
    void the_time_zone_is_utc_for_whoever_does_not_ask_for_another() throws SQLException {
        // The driver always asks, so the default is read from the file.
        assertThat(
                        Sql.ask(
                                superuserUrl(),
                                "SELECT setting FROM pg_file_settings WHERE name = 'timezone' AND"
                                        + " applied"))
                .isEqualTo("UTC");
    }

    @Test
    void the_owner_migrates_its_database() throws SQLException {
        String database = postgres.createDatabase("owned");
        String url = postgres.jdbcUrl(database, "megatron_owner");
        Sql.execute(url, "CREATE TABLE asset (id bigint)");
        Sql.execute(url, "CREATE SCHEMA quartz");
        assertThat(Sql.ask(url, ownerOfDatabase())).isEqualTo("megatron_owner");
        assertThat(Sql.ask(url, ownerOfSchema())).isEqualTo("megatron_owner");
    }

    @Test
    void the_default_database_has_the_same_owner() throws SQLException {
        assertThat(Sql.ask(postgres.ownerUrl(), ownerOfDatabase())).isEqualTo("megatron_owner");
        assertThat(Sql.ask(postgres.ownerUrl(), ownerOfSchema())).isEqualTo("megatron_owner");
        assertThat(Sql.ask(postgres.appUrl(), "SELECT current_user")).isEqualTo("megatron_app");
        assertThat(Sql.ask(postgres.appUrl(), "SELECT current_database()")).isEqualTo("megatron");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE asset (id bigint)",
                "CREATE TEMPORARY TABLE asset (id bigint)",
                "CREATE SCHEMA mine",
                "CREATE DATABASE mine",
                "CREATE ROLE friend",
                "ALTER SCHEMA public RENAME TO mine"
            })
    void the_application_creates_nothing(String statement) {
        assertThatThrownBy(() -> Sql.execute(postgres.appUrl(), statement))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        denied -> assertThat(denied.getSQLState()).isEqualTo(DENIED));
    }

    @Test
    void the_application_has_what_a_migration_grants_and_nothing_else() throws SQLException {
        String database = postgres.createDatabase("granted");
        String owner = postgres.jdbcUrl(database, "megatron_owner");
        String app = postgres.jdbcUrl(database, "megatron_app");
        Sql.execute(owner, "CREATE TABLE asset (id bigint)");
        assertThatThrownBy(() -> Sql.ask(app, "SELECT count(*) FROM asset"))
                .hasMessageContaining("permission denied");
        Sql.execute(owner, "GRANT SELECT, INSERT ON asset TO megatron_app");
        Sql.execute(app, "INSERT INTO asset VALUES (7)");
        assertThat(Sql.ask(app, "SELECT id FROM asset")).isEqualTo("7");
        assertThatThrownBy(() -> Sql.execute(app, "DELETE FROM asset"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void a_database_is_copied_from_a_template_with_its_rights() throws SQLException {
        String template = postgres.createDatabase("template");
        String owner = postgres.jdbcUrl(template, "megatron_owner");
        Sql.execute(owner, "CREATE TABLE asset AS SELECT 3 AS id");
        Sql.execute(owner, "GRANT SELECT ON asset TO megatron_app");
        String first = postgres.createDatabase("copy", template);
        String second = postgres.createDatabase("copy", template);
        assertThat(first).isNotEqualTo(second).startsWith("copy_");
        Sql.execute(postgres.jdbcUrl(first, "megatron_owner"), "DELETE FROM asset");
        assertThat(Sql.ask(postgres.jdbcUrl(second, "megatron_app"), "SELECT id FROM asset"))
                .isEqualTo("3");
    }

    @Test
    void any_text_may_hint_at_a_name() throws SQLException {
        String database =
                postgres.createDatabase("Ein Test: \"Ähm\"; DROP TABLE x -- " + "y".repeat(80));
        assertThat(Sql.ask(postgres.jdbcUrl(database, "megatron_app"), "SELECT current_database()"))
                .isEqualTo(database);
    }

    @Test
    void the_superuser_needs_the_password_of_the_folder() {
        String url =
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=postgres".formatted(postgres.port());
        assertThatThrownBy(() -> Sql.ask(url, "SELECT 1")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> Sql.ask(url + "&password=postgres", "SELECT 1"))
                .hasMessageContaining("password authentication failed");
    }

    private String superuserUrl() {
        return postgres.jdbcUrl("postgres", "postgres");
    }

    private static String ownerOfDatabase() {
        return "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()";
    }

    private static String ownerOfSchema() {
        return "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public'";
    }
}
