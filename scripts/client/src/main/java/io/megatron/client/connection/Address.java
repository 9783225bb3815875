package io.megatron.client.connection;

import io.megatron.client.ClientException;

/**
 * Where a server listens.
 *
 * @param host a name or an address
 * @param port from 1 to 65535
 */
public record Address(String host, int port) {
    private static final int MAX_PORT = 65_535;

    public Address {
        if (host.isBlank() || port < 1 || port > MAX_PORT) {
            throw ClientException.misuse("%s:%d is no address".formatted(host, port));
        }
    }

    /** From {@code host:port}; the host of an IPv6 address stands in brackets. */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            if (colon > 0) {
                return new Address(
                        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
            }
        } catch (NumberFormatException noPort) {
            // Said below, in our own words.
        }
        throw ClientException.misuse("'%s' is no address like 127.0.0.1:9090".formatted(text));
    }

    /** Of a server that listens everywhere, the address at which it is reached from here. */
    static Address reachable(String listening, int port) {
        return switch (listening) {
            case "", "*", "0.0.0.0", "::" -> new Address("127.0.0.1", port);
            default -> new Address(listening, port);
        };
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
