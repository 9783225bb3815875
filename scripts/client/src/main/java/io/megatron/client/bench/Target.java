package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.access.DevelopmentUsers;
import io.megatron.client.access.MintingTokens;
import io.megatron.client.connection.Address;
import io.megatron.client.connection.Connection;
import io.megatron.client.connection.Installation;
import io.megatron.client.operations.Operator;
import io.megatron.client.operations.ReconcileCommand;
import io.megatron.client.operations.ReconciliationReport;
import io.megatron.client.running.OwnServer;
import io.megatron.operations.v1.ReconcileResponse;
import io.megatron.options.v1.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The server that is measured, and how to get at all of it.
 *
 * @param pid its process, where it is known
 */
record Target(
        Address grpc, Address management, Installation installation, Path data, OptionalLong pid) {
    private static final Duration TTL = Duration.ofHours(12);
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    static Target of(OwnServer server) {
        return new Target(
                server.grpc(),
                server.management(),
                new Installation(Map.of()),
                server.dataFolder(),
                OptionalLong.of(server.pid()));
    }

    /**
     * @param management null for where the settings say
     */
    static Target running(Address grpc, @Nullable Address management, OptionalLong pid) {
        Installation installation = Installation.ofEnvironment();
        return new Target(
                grpc,
                management == null ? installation.management() : management,
                installation,
                installation.dataFolder(),
                pid);
    }

    Connection connect() {
        return Connection.to(grpc, installation.transport());
    }

    Wire wire(int connections) {
        return new Wire(grpc, installation.transport(), connections);
    }

    MintingTokens tokens() {
        return MintingTokens.of(data, installation.environment());
    }

    /** A token of whoever has the role in development. */
    String token(Role role) {
        return tokens().mint(DevelopmentUsers.of(role), role, TTL);
    }

    Operator operator(Connection connection) {
        return new Operator(connection, token(Role.ROLE_OPS), "the bench", PATIENCE);
    }

    /** Whether the books are right; what is not is told on standard error. */
    boolean reconciles() {
        try (Connection connection = connect()) {
            ReconcileResponse answer =
                    ReconcileCommand.ask(connection, token(Role.ROLE_OPS), PATIENCE);
            if (!answer.getClean()) {
                System.err.println(ReconciliationReport.of(answer));
            }
            return answer.getClean();
        }
    }

    OptionalLong peakMegabytes() {
        return pid.isEmpty() ? pid : ServerMemory.peakMegabytes(pid.getAsLong());
    }

    /** The address of a role that may create schemas: the one that migrates. */
    String postgresUrl() {
        String configured = installation.setting("MEGATRON_POSTGRES_OWNER_URL", "");
        return configured.isEmpty() ? embeddedPostgresUrl() : configured;
    }

    private String embeddedPostgresUrl() {
        Path file = data.resolve("postgres").resolve("postgres.port");
        try {
            return "jdbc:postgresql://127.0.0.1:%s/megatron?user=megatron_owner"
                    .formatted(Files.readString(file).strip());
        } catch (IOException absent) {
            throw new ClientException(
                    "where is the server's Postgres? Set MEGATRON_POSTGRES_OWNER_URL, or"
                            + " MEGATRON_DATA to the data folder of an embedded one ("
                            + file
                            + " is not there)",
                    absent);
        }
    }
}
