package io.megatron.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;

/** Public keys of backends: RSA of at least 2048 bits, or P-256; as PEM, or as a JWK. */
public final class BackendKeys {
    private static final int FEWEST_BITS = 2048;
    private static final int MOST_BITS = 8192;
    private static final String LABEL = "PUBLIC KEY";

    private BackendKeys() {}

    /**
     * Reads what an administrator was given, and writes it as PEM.
     *
     * @throws IllegalArgumentException if it is no such key, with words that complete "public_key
     *     ..." and quote nothing of it
     */
    public static String toPem(String text) {
        if (text.contains("PRIVATE KEY")) {
            throw holdsPrivateKey();
        }
        PublicKey key = text.strip().startsWith("{") ? ofJwk(text) : ofAnybodysPem(text);
        return Pem.encode(LABEL, fit(key).getEncoded());
    }

    private static PublicKey ofAnybodysPem(String text) {
        try {
            return ofPem(text);
        } catch (GeneralSecurityException unreadable) {
            throw noKey(unreadable);
        }
    }

    private static PublicKey ofJwk(String text) {
        JWK key = jwk(text);
        if (key.isPrivate()) {
            throw holdsPrivateKey();
        }
        try {
            return switch (key) {
                case RSAKey rsa -> rsa.toPublicKey();
                case ECKey ec -> ec.toPublicKey();
                default -> throw new JOSEException("a key of another kind");
            };
        } catch (JOSEException unfit) {
            throw noKey(unfit);
        }
    }

    /** The parser stumbles over some of what is no JWK, and may quote it. */
    private static JWK jwk(String text) {
        try {
            return JWK.parse(text);
        } catch (ParseException | RuntimeException unreadable) {
            throw noKey(unreadable);
        }
    }

    private static IllegalArgumentException noKey(Exception why) {
        return new IllegalArgumentException(
                "is no public key, RSA or P-256, as PEM (BEGIN PUBLIC KEY) or JWK", why);
    }

    /** Of what {@link #toPem} wrote, or somebody else. */
    static PublicKey ofPem(String pem) throws GeneralSecurityException {
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(Pem.decode(LABEL, pem));
        try {
            return KeyFactory.getInstance("RSA").generatePublic(encoded);
        } catch (GeneralSecurityException anotherKind) {
            return KeyFactory.getInstance("EC").generatePublic(encoded);
        }
    }

    private static PublicKey fit(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> {
                int bits = rsa.getModulus().bitLength();
                if (bits < FEWEST_BITS || bits > MOST_BITS) {
                    throw new IllegalArgumentException(
                            "has not between %d and %d bits".formatted(FEWEST_BITS, MOST_BITS));
                }
                yield rsa;
            }
            case ECPublicKey ec -> {
                if (!Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
                    throw new IllegalArgumentException("is on another curve than P-256");
                }
                yield ec;
            }
            default -> throw new IllegalArgumentException("is neither RSA nor P-256");
        };
    }

    private static IllegalArgumentException holdsPrivateKey() {
        return new IllegalArgumentException(
                "holds a private key: it is known to others now, so make another pair and send only"
                        + " the public one");
    }
}
