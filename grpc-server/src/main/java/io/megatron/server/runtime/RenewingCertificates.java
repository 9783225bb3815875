package io.megatron.server.runtime;

import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.netty.handler.ssl.util.TrustManagerFactoryWrapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;

/**
 * The certificate that the server shows, and those of the ones who vouch for its clients. Each
 * handshake goes by those that were taken last; connections that are open stay.
 */
final class RenewingCertificates {
    private static final Logger LOG = LoggerFactory.getLogger(RenewingCertificates.class);
    private static final byte[] SAMPLE = {'s', 'a', 'm', 'p', 'l', 'e'};
    private static final double MILLIS_PER_SECOND = 1000;

    private final AdvancedTlsX509KeyManager own = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager clients;
    private final boolean asksClients;
    private volatile double expiresAtSeconds = Double.NaN;

    /**
     * @param asksClients whether clients show certificates as well
     */
    RenewingCertificates(boolean asksClients) {
        this.asksClients = asksClients;
        try {
            // A client has an address and no name of its own that a certificate could be held to.
            clients =
                    AdvancedTlsX509TrustManager.newBuilder()
                            .setVerification(
                                    AdvancedTlsX509TrustManager.Verification
                                            .CERTIFICATE_ONLY_VERIFICATION)
                            .build();
        } catch (CertificateException broken) {
            throw new IllegalStateException("clients' certificates cannot be checked", broken);
        }
    }

    /** For the server, which keeps these managers for as long as it lives. */
    SslBundle bundle() {
        return SslBundle.of(
                null,
                null,
                null,
                null,
                SslManagerBundle.of(
                        new KeyManagerFactoryWrapper(own),
                        new TrustManagerFactoryWrapper(clients)));
    }

    /** Until when the certificate is good, since 1970. */
    double expiresAtSeconds() {
        return expiresAtSeconds;
    }

    /** At the start, where what is wrong has to be put right first. */
    void take(SslBundle files) {
        try {
            apply(files);
        } catch (IOException | GeneralSecurityException | RuntimeException unfit) {
            throw new UnfitSettingsException(
                    "The files of TLS cannot be used: "
                            + unfit.getMessage()
                            + ". Look at MEGATRON_TLS_CERTIFICATE, MEGATRON_TLS_PRIVATE_KEY and"
                            + " MEGATRON_TLS_CLIENT_CAS.",
                    unfit);
        }
    }

    /** Later: what cannot be used, or is only half there, leaves everything as it is. */
    void renew(SslBundle files) {
        try {
            apply(files);
        } catch (IOException | GeneralSecurityException | RuntimeException unfit) {
            LOG.warn(
                    "the files of TLS have changed and cannot be used, those from before count: {}",
                    unfit.getMessage());
        }
    }

    /** All or nothing, since a certificate and its key are two files. */
    private void apply(SslBundle files) throws IOException, GeneralSecurityException {
        KeyStore keys = Objects.requireNonNull(files.getStores().getKeyStore(), "no certificate");
        String alias = keys.aliases().nextElement();
        X509Certificate[] chain = chain(keys, alias);
        PrivateKey key = (PrivateKey) keys.getKey(alias, null);
        if (key == null) {
            throw new GeneralSecurityException("there is no private key");
        }
        requirePair(key, chain[0]);
        X509Certificate[] vouching = vouching(files.getStores().getTrustStore());
        if (asksClients) {
            clients.updateTrustCredentials(vouching);
        }
        own.updateIdentityCredentials(chain, key);
        expiresAtSeconds = chain[0].getNotAfter().getTime() / MILLIS_PER_SECOND;
        LOG.info(
                "calls are served with the certificate of {}, good until {}",
                chain[0].getSubjectX500Principal(),
                chain[0].getNotAfter().toInstant());
    }

    private static X509Certificate[] chain(KeyStore keys, String alias)
            throws GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        for (var certificate : keys.getCertificateChain(alias)) {
            chain.add((X509Certificate) certificate);
        }
        chain.getFirst().checkValidity();
        return chain.toArray(X509Certificate[]::new);
    }

    private X509Certificate[] vouching(@Nullable KeyStore trusted) throws GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        if (asksClients && trusted != null) {
            for (String alias : Collections.list(trusted.aliases())) {
                all.add((X509Certificate) trusted.getCertificate(alias));
            }
        }
        if (asksClients && all.isEmpty()) {
            throw new GeneralSecurityException("there is nobody who vouches for clients");
        }
        return all.toArray(X509Certificate[]::new);
    }

    private static void requirePair(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(SAMPLE);
        byte[] signature = signing.sign();
        try {
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(certificate.getPublicKey());
            checking.update(SAMPLE);
            if (checking.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException ofAnotherKind) {
            // A certificate for a key of another kind is as little its own.
        }
        throw new GeneralSecurityException("the private key is not the certificate's");
    }
}
