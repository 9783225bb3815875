package io.megatron.devservices;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a port, and the same one again at the next start, so that a developer's saved connection
 * stays valid.
 */
final class Ports {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);
    static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    /** The stored port while nobody else listens there, otherwise a free one. */
    static int choose(Path file) {
        OptionalInt stored = stored(file);
        if (stored.isPresent() && isFree(stored.getAsInt())) {
            return stored.getAsInt();
        }
        int port = anyFree();
        stored.ifPresent(
                taken ->
                        LOG.warn(
                                "Port {} of {} is taken, using {}", taken, file.getParent(), port));
        return port;
    }

    static OptionalInt stored(Path file) {
        try {
            int port = Integer.parseInt(Files.readString(file, StandardCharsets.US_ASCII).strip());
            return port > 0 && port < 65_536 ? OptionalInt.of(port) : OptionalInt.empty();
        } catch (IOException | NumberFormatException absent) {
            return OptionalInt.empty();
        }
    }

    static void store(Path file, int port) {
        try {
            Files.writeString(file, port + "\n", StandardCharsets.US_ASCII);
        } catch (IOException failure) {
            throw new DevServiceException(
                    "Cannot write " + file + ": " + failure.getMessage(), failure);
        }
    }

    static int anyFree() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new DevServiceException("No port is free on " + LOOPBACK, failure);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of the previous run in TIME_WAIT do not hinder the server either.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
