package io.megatron.server.runtime;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Passwords and tokens travel in calls, so beyond this machine they travel by TLS, unless somebody
 * says that something in front of the server sees to it.
 */
final class KeepingCallsPrivate {

    /**
     * @param address where the server listens; null for everywhere
     */
    KeepingCallsPrivate(TlsSettings settings, @Nullable InetAddress address) {
        boolean atHome = address != null && address.isLoopbackAddress();
        if (!settings.isOn() && !atHome && settings.plaintext() == TlsSettings.Plaintext.LOOPBACK) {
            throw new UnfitSettingsException(
                    "Passwords and tokens would leave this machine in plaintext:"
                            + " MEGATRON_GRPC_ADDRESS is "
                            + (address == null ? "empty" : address.getHostAddress())
                            + ", which is not loopback. Set MEGATRON_TLS_CERTIFICATE and"
                            + " MEGATRON_TLS_PRIVATE_KEY; or, where a proxy in front of the server"
                            + " speaks TLS and nobody else reaches it,"
                            + " MEGATRON_GRPC_PLAINTEXT=anywhere.");
        }
    }
}
