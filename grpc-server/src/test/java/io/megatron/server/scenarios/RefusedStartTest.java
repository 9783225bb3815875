package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.devservices.DevPostgres;
import io.megatron.devservices.SharedTestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that must not run says in a paragraph why, ends, and leaves nothing running behind it.
 */
@Tag("scenario")
@Timeout(120)
class RefusedStartTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void a_postgres_that_would_lose_acknowledged_trades() throws SQLException {
        DevPostgres postgres = SharedTestPostgres.get();
        String database = postgres.createDatabase("careless");
        execute(
                postgres.jdbcUrl("postgres", "postgres"),
                "alter database " + database + " set synchronous_commit = off");

        String said = refusal(ExternalPostgres.settings(postgres, database, "careless"));

        assertThat(said).contains("lose acknowledged trades", "synchronous_commit");
    }

    @Test
    void a_postgres_that_is_not_there() {
        String nowhere = "jdbc:postgresql://127.0.0.1:1/megatron?user=megatron_app";

        String said =
                refusal(
                        Map.of(
                                "MEGATRON_POSTGRES_URL",
                                nowhere,
                                "MEGATRON_REDIS_URL",
                                "redis://127.0.0.1:1"));

        assertThat(said).contains("Postgres cannot be used", "127.0.0.1:1");
    }

    @Test
    void a_grpc_port_that_somebody_else_has() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            // With an embedded Postgres and Redis, as they must not stay behind.
            assertThat(refusal(Map.of("MEGATRON_GRPC_PORT", port)))
                    .contains(port, "in use", "MEGATRON_GRPC_PORT");
        }
    }

    @Test
    void a_management_port_that_somebody_else_has() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(refusal(onSharedPostgres("MEGATRON_MANAGEMENT_PORT", port)))
                    .contains(port, "in use", "MEGATRON_MANAGEMENT_PORT");
        }
    }

    @Test
    void a_development_installation_that_the_network_could_reach() {
        assertThat(refusal(onSharedPostgres("MEGATRON_GRPC_ADDRESS", "0.0.0.0")))
                .contains("loopback", "MEGATRON_GRPC_ADDRESS", "0.0.0.0");
    }

    @Test
    void a_role_that_does_not_exist() {
        assertThat(refusal(Map.of("MEGATRON_ROLES", "api,trader")))
                .contains("MEGATRON_ROLES", "trader", "API", "JOBS");
    }

    @Test
    void a_home_in_which_another_server_runs() {
        try (Installation installation = Installation.startedBefore(folder)) {
            ServerProcess first = installation.start();

            assertThat(installation.launch(Map.of()).refusal())
                    .contains("Another Megatron", "(pid " + first.pid() + ") uses this folder");

            assertThat(first.lives()).isTrue();
            first.handle().destroy();
            assertThat(first.awaitExit()).as("SIGTERM").isIn(0, 143);
        }
    }

    private static Map<String, String> onSharedPostgres(String name, String value) {
        DevPostgres postgres = SharedTestPostgres.get();
        Map<String, String> settings =
                new HashMap<>(
                        ExternalPostgres.settings(
                                postgres, postgres.createDatabase("refused"), "refused"));
        settings.put(name, value);
        return settings;
    }

    /** What it said when it would not start, after it ended with nothing left behind. */
    private String refusal(Map<String, String> settings) {
        try (Installation installation = Installation.startedBefore(folder)) {
            String said = installation.launch(settings).refusal();
            assertThat(installation.postgres()).isEmpty();
            assertThat(installation.redis()).isEmpty();
            return said;
        }
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
