package io.megatron.client.connection;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.megatron.client.ClientException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How calls travel: in plaintext, or by TLS where the settings name whom to trust, or a certificate
 * that the server shows.
 *
 * @param serverName the name in the server's certificate; empty for the host that is called
 */
public record Transport(ChannelCredentials credentials, String serverName) {
    /** Of a server of our own, on loopback. */
    public static final Transport PLAINTEXT =
            new Transport(InsecureChannelCredentials.create(), "");

    /** The certificates that this machine trusts anyhow. */
    private static final String SYSTEM = "system";

    static Transport of(Installation installation) {
        String serves = installation.setting("MEGATRON_TLS_CERTIFICATE", "");
        String trusted = installation.setting("MEGATRON_TLS_CA", serves.isEmpty() ? "" : SYSTEM);
        if (trusted.isEmpty()) {
            return PLAINTEXT;
        }
        TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
        try {
            if (!trusted.equals(SYSTEM)) {
                tls.trustManager(Path.of(trusted).toFile());
            }
            String own = installation.setting("MEGATRON_TLS_OWN_CERTIFICATE", "");
            if (!own.isEmpty()) {
                String key = installation.setting("MEGATRON_TLS_OWN_KEY", "");
                tls.keyManager(Path.of(own).toFile(), Path.of(key).toFile());
            }
        } catch (IOException unreadable) {
            throw new ClientException(
                    "cannot read what MEGATRON_TLS_CA, MEGATRON_TLS_OWN_CERTIFICATE or"
                            + " MEGATRON_TLS_OWN_KEY names: "
                            + unreadable.getMessage(),
                    unreadable);
        }
        return new Transport(tls.build(), installation.setting("MEGATRON_TLS_SERVER_NAME", ""));
    }

    /** For a connection to somewhere. */
    public NettyChannelBuilder to(Address address) {
        NettyChannelBuilder channel =
                NettyChannelBuilder.forAddress(address.host(), address.port(), credentials);
        return serverName.isEmpty() ? channel : channel.overrideAuthority(serverName);
    }
}
