package io.megatron.server.security;

import io.megatron.server.runtime.UnfitSettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Keys as text: PKCS#8 for private ones, X.509 SubjectPublicKeyInfo for public ones. */
final class Pem {
    private static final int LINE_LENGTH = 64;

    private Pem() {}

    static String encode(String label, byte[] key) {
        Base64.Encoder lines =
                Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, lines.encodeToString(key), label);
    }

    static byte[] decode(String label, String pem) throws InvalidKeySpecException {
        String begin = "-----BEGIN " + label + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + label + "-----");
        if (start < 0 || end < start) {
            throw new InvalidKeySpecException("no PEM block \"" + label + "\"");
        }
        String body = pem.substring(start + begin.length(), end).replaceAll("\\s", "");
        try {
            return Base64.getDecoder().decode(body);
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidKeySpecException("the PEM block is not base64");
        }
    }

    static RSAPrivateCrtKey readPrivateKey(Path file) {
        try {
            byte[] encoded = decode("PRIVATE KEY", Files.readString(file));
            return (RSAPrivateCrtKey)
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IOException | GeneralSecurityException | ClassCastException failure) {
            // What the parser says may quote the key.
            throw new UnfitSettingsException(
                    "cannot read an RSA private key (PEM, PKCS#8) from "
                            + file
                            + ": "
                            + failure.getClass().getName(),
                    failure);
        }
    }

    /** The other half of a private key. */
    static RSAPublicKey publicKey(RSAPrivateCrtKey key) {
        try {
            return (RSAPublicKey)
                    KeyFactory.getInstance("RSA")
                            .generatePublic(
                                    new RSAPublicKeySpec(
                                            key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has RSA", impossible);
        }
    }

    /** Whether a file is of a public key; one that cannot be read is of none. */
    static boolean holdsPublicKey(Path file) {
        try {
            return Files.readString(file).contains("-----BEGIN PUBLIC KEY-----");
        } catch (IOException unreadable) {
            // Whoever reads the key in it says so.
            return false;
        }
    }

    static RSAPublicKey readPublicKey(Path file) {
        try {
            byte[] encoded = decode("PUBLIC KEY", Files.readString(file));
            return (RSAPublicKey)
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IOException | GeneralSecurityException failure) {
            throw new UnfitSettingsException(
                    "cannot read an RSA public key (PEM) from " + file + ": " + failure, failure);
        }
    }
}
