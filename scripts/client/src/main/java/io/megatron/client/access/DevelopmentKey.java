package io.megatron.client.access;

import io.megatron.client.ClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The key that the server makes under its data folder when nobody gave it an issuer's. */
final class DevelopmentKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private static final String REMEDY =
            "Run scripts/run once, or set MEGATRON_DATA to the server's data folder";

    private DevelopmentKey() {}

    static Path file(Path dataFolder) {
        return dataFolder.resolve("dev-keys").resolve("jwt-private.pem");
    }

    static RSAPrivateCrtKey read(Path dataFolder) {
        Path file = file(dataFolder);
        if (!Files.exists(file)) {
            throw new ClientException(
                    "there is no development key in %s; the server makes it at its first start. %s"
                            .formatted(file.getParent(), REMEDY));
        }
        try {
            byte[] encoded = decode(Files.readString(file));
            return (RSAPrivateCrtKey)
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new ClientException(
                    "cannot read the development key %s: %s"
                            .formatted(file, unreadable.getMessage()),
                    unreadable);
        }
    }

    static byte[] decode(String pem) {
        int start = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("it holds no private key in PEM form");
        }
        return Base64.getMimeDecoder().decode(pem.substring(start + BEGIN.length(), end));
    }
}
