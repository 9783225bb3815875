package io.megatron.client.connection;

import io.megatron.client.ClientException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The installation that the scripts talk to, as the server's own settings describe it. The scripts
 * have put those of {@code .env} into the environment.
 */
public record Installation(Map<String, String> environment) {
    private static final String LOOPBACK = "127.0.0.1";

    public Installation {
        environment = Map.copyOf(environment);
    }

    public static Installation ofEnvironment() {
        return new Installation(System.getenv());
    }

    public Path dataFolder() {
        return Path.of(setting("MEGATRON_DATA", "data")).toAbsolutePath();
    }

    public Address grpc() {
        return Address.reachable(
                setting("MEGATRON_GRPC_ADDRESS", LOOPBACK), port("MEGATRON_GRPC_PORT", "9090"));
    }

    public Transport transport() {
        return Transport.of(this);
    }

    public Address management() {
        return Address.reachable(
                setting("MEGATRON_MANAGEMENT_ADDRESS", LOOPBACK),
                port("MEGATRON_MANAGEMENT_PORT", "9091"));
    }

    public String setting(String name, String fallback) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty() ? fallback : value;
    }

    private int port(String name, String fallback) {
        String value = setting(name, fallback);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException malformed) {
            throw new ClientException("%s is '%s', which is no port".formatted(name, value));
        }
    }
}
