package io.megatron.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.megatron.server.runtime.UnfitSettingsException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * A key that tokens of this installation may be signed with.
 *
 * @param id what tokens name it by: its thumbprint (RFC 7638), so that the same key has the same
 *     name on every node and nobody has to hand names out
 * @param privateKey empty for one whose tokens are taken still, and which signs nothing any more
 */
record TokenKey(String id, RSAPublicKey publicKey, Optional<RSAPrivateCrtKey> privateKey) {
    private static final int FEWEST_BITS = 2048;

    static TokenKey of(RSAPrivateCrtKey key) {
        RSAPublicKey publicKey = Pem.publicKey(key);
        return new TokenKey(id(publicKey), publicKey, Optional.of(key));
    }

    static TokenKey of(RSAPublicKey key) {
        return new TokenKey(id(key), key, Optional.empty());
    }

    private static String id(RSAPublicKey key) {
        if (key.getModulus().bitLength() < FEWEST_BITS) {
            throw new UnfitSettingsException(
                    "a key for tokens has fewer than " + FEWEST_BITS + " bits");
        }
        try {
            return new RSAKey.Builder(key).build().computeThumbprint().toString();
        } catch (JOSEException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }

    /** What anybody may see of it. */
    RSAKey published() {
        return new RSAKey.Builder(publicKey)
                .keyID(id)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .build();
    }

    /** It may hold a private key, and belongs in no log. */
    @Override
    public String toString() {
        return "TokenKey[" + id + "]";
    }
}
