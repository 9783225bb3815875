package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.access.MintingTokens;
import io.megatron.client.connection.Address;
import io.megatron.client.connection.Installation;
import io.megatron.client.running.OwnServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    MintingTokens tokens() {
        return MintingTokens.of(data, installation.environment());
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
