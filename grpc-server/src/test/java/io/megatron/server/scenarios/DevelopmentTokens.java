package io.megatron.server.scenarios;

import io.megatron.server.TokenForge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Signs tokens with the key that a development installation has made, as {@code scripts/token}. */
record DevelopmentTokens(TokenForge forge) {

    static DevelopmentTokens of(Path dataFolder) {
        try {
            String pem = Files.readString(dataFolder.resolve("dev-keys/jwt-private.pem"));
            String body = pem.replaceAll("-----[A-Z ]+-----", "");
            byte[] encoded = Base64.getMimeDecoder().decode(body);
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey key =
                    (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            RSAPublicKeySpec publicKey =
                    new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
            return new DevelopmentTokens(
                    new TokenForge(new KeyPair(rsa.generatePublic(publicKey), key)));
        } catch (IOException | GeneralSecurityException failure) {
            throw new AssertionError(failure);
        }
    }

    String of(UUID user, String... roles) {
        return forge.token(
                claims ->
                        claims.issuer("megatron-development")
                                .audience("megatron")
                                .subject(user.toString())
                                .claim("roles", List.of(roles)));
    }
}
