package io.megatron.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Makes tokens, good ones and bad ones. */
public final class TokenForge {
    public static final String ISSUER = "https://issuer.example";
    public static final String AUDIENCE = "megatron-test";
    public static final UUID USER = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    /** To make a pair takes up to seconds. */
    private static final KeyPair USUAL = newKeys();

    private final KeyPair keys;

    public TokenForge(KeyPair keys) {
        this.keys = keys;
    }

    /** The keys of every server of a test that brings none. */
    public static KeyPair usualKeys() {
        return USUAL;
    }

    public static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    public static String publicKeyPem(KeyPair keys) {
        String body = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }

    public static String privateKeyPem(KeyPair keys) {
        String body = Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    public PublicKey publicKey() {
        return keys.getPublic();
    }

    public String token(String... roles) {
        return token(claims -> claims.claim("roles", List.of(roles)));
    }

    /** A good token of a user with some claims changed. */
    public String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject(USER.toString())
                        .claim("roles", List.of("user"))
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
        return sign(change.apply(claims).build());
    }

    public String sign(JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            token.sign(new RSASSASigner(keys.getPrivate()));
        } catch (JOSEException broken) {
            throw new AssertionError(broken);
        }
        return token.serialize();
    }
}
