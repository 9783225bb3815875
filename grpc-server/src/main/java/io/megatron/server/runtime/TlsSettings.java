package io.megatron.server.runtime;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How calls are kept from whoever is between a client and the server.
 *
 * @param certificate the server's chain as PEM, its own first; without it calls travel in plaintext
 * @param privateKey its key as PEM
 * @param clientCas who vouches for clients, as PEM; without it clients show no certificate
 * @param clientCertificates whether a client may do without
 * @param plaintext where calls may travel in plaintext
 */
@ConfigurationProperties("megatron.tls")
public record TlsSettings(
        @Nullable Path certificate,
        @Nullable Path privateKey,
        @Nullable Path clientCas,
        ClientCertificates clientCertificates,
        Plaintext plaintext) {

    /** What is asked of clients where somebody vouches for them. */
    public enum ClientCertificates {
        REQUIRED,
        OPTIONAL
    }

    /** Where nobody listens in. */
    public enum Plaintext {
        LOOPBACK,
        ANYWHERE
    }

    public TlsSettings {
        if ((certificate == null) != (privateKey == null)) {
            throw new IllegalArgumentException(
                    "MEGATRON_TLS_CERTIFICATE and MEGATRON_TLS_PRIVATE_KEY belong together: set"
                            + " both or none");
        }
        if (clientCas != null && certificate == null) {
            throw new IllegalArgumentException(
                    "MEGATRON_TLS_CLIENT_CAS is set without MEGATRON_TLS_CERTIFICATE: only over"
                            + " TLS does a client show a certificate");
        }
    }

    boolean isOn() {
        return certificate != null;
    }
}
