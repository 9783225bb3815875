package io.megatron.client.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Two ports that nobody listens on. Somebody may take one before we do; then the start fails and
 * says so.
 */
record FreePorts(int grpc, int management) {

    static FreePorts find() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket first = new ServerSocket(0, 1, loopback);
                ServerSocket second = new ServerSocket(0, 1, loopback)) {
            return new FreePorts(first.getLocalPort(), second.getLocalPort());
        } catch (IOException failure) {
            throw new UncheckedIOException("no port is free", failure);
        }
    }
}
