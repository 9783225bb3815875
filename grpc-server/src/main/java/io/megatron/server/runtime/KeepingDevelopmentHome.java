package io.megatron.server.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * A development installation hands out test funds and signs tokens for whoever reads its data
 * folder, so it is reachable from this machine only.
 */
@Component
class KeepingDevelopmentHome {

    KeepingDevelopmentHome(
            InstallationSettings installation,
            @Value("${spring.grpc.server.address}") String grpcAddress)
            throws UnknownHostException {
        if (installation.kind().equals("development")
                && !InetAddress.getByName(grpcAddress).isLoopbackAddress()) {
            throw new UnfitSettingsException(
                    "A development installation listens on loopback only, and"
                            + " MEGATRON_GRPC_ADDRESS is "
                            + grpcAddress
                            + ". For production set MEGATRON_ENVIRONMENT=production and a"
                            + " MEGATRON_POSTGRES_URL of its own.");
        }
    }
}
