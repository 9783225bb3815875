package io.megatron.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.megatron.server.TokenForge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Issues ID tokens and publishes its keys, as Google does. */
final class TestGoogle implements AutoCloseable {
    static final String CLIENT = "a-client.apps.googleusercontent.com";
    static final String ISSUER = "https://accounts.google.com";
    private static final String KEY = "2026-11";

    private final KeyPair keys = TokenForge.newKeys();
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();

    TestGoogle() throws IOException {
        byte[] published =
                new JWKSet(new RSAKey.Builder((RSAPublicKey) keys.getPublic()).keyID(KEY).build())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/certs",
                exchange -> {
                    asked.incrementAndGet();
                    exchange.sendResponseHeaders(200, published.length);
                    exchange.getResponseBody().write(published);
                    exchange.close();
                });
        server.start();
    }

    URI keysUri() {
        return URI.create("http://127.0.0.1:%d/certs".formatted(server.getAddress().getPort()));
    }

    /** How often its keys were asked for. */
    int asked() {
        return asked.get();
    }

    KeyPair keys() {
        return keys;
    }

    /** What Google says of somebody. */
    String says(String subject, String email) {
        return says(claims -> claims.subject(subject).claim("email", email));
    }

    /** A good token, with some claims changed. */
    String says(UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(JWSAlgorithm.RS256, KEY, new RSASSASigner(keys.getPrivate()), change);
    }

    static String signed(
            JWSAlgorithm algorithm,
            String key,
            JWSSigner signer,
            UnaryOperator<JWTClaimsSet.Builder> change) {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims(change));
        try {
            token.sign(signer);
        } catch (JOSEException broken) {
            throw new AssertionError(broken);
        }
        return token.serialize();
    }

    static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(
                        new JWTClaimsSet.Builder()
                                .issuer(ISSUER)
                                .audience(CLIENT)
                                .claim("azp", CLIENT)
                                .subject("1")
                                .claim("email", "somebody@example.com")
                                .claim("email_verified", true)
                                .issueTime(new Date())
                                .expirationTime(Date.from(Instant.now().plusSeconds(3600))))
                .build();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
