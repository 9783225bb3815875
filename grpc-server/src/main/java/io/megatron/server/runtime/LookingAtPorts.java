package io.megatron.server.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks whether this node can listen where it is to, before anything of it works: the servers that
 * take the ports start last, when jobs have begun already.
 */
@Component
class LookingAtPorts implements SmartLifecycle {
    private static final int ANY = 0;

    private final InetAddress callsAddress;
    private final int callsPort;
    private final InetAddress managementAddress;
    private final int managementPort;
    private boolean looked;

    LookingAtPorts(
            @Value("${spring.grpc.server.address}") InetAddress callsAddress,
            @Value("${spring.grpc.server.port}") int callsPort,
            @Value("${server.address}") InetAddress managementAddress,
            @Value("${server.port}") int managementPort) {
        this.callsAddress = callsAddress;
        this.callsPort = callsPort;
        this.managementAddress = managementAddress;
        this.managementPort = managementPort;
    }

    /**
     * @throws UnfitSettingsException where somebody else listens there, or nobody can
     */
    @Override
    public void start() {
        look(callsAddress, callsPort, "calls", "MEGATRON_GRPC");
        look(managementAddress, managementPort, "metrics and health", "MEGATRON_MANAGEMENT");
        looked = true;
    }

    private static void look(InetAddress address, int port, String purpose, String settings) {
        if (port == ANY) {
            return;
        }
        try {
            new ServerSocket(port, 1, address).close();
        } catch (IOException reason) {
            throw new UnfitSettingsException(
                    ("Port %d of %s, for %s, cannot be listened on: %s. Stop whatever listens"
                                    + " there, or set %s_PORT and %s_ADDRESS to what is free on"
                                    + " this machine.")
                            .formatted(
                                    port,
                                    address.getHostAddress(),
                                    purpose,
                                    reason.getMessage(),
                                    settings,
                                    settings),
                    reason);
        }
    }

    @Override
    public void stop() {
        looked = false;
    }

    @Override
    public boolean isRunning() {
        return looked;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
