package io.megatron.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Status;
import io.megatron.assets.v1.GetAssetRequest;
import io.megatron.server.Failure;
import io.megatron.server.TestServer;
import io.megatron.server.TokenForge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens checked with keys that their issuer publishes. */
class PublishedKeysTest {
    private static final GetAssetRequest ANYTHING = GetAssetRequest.getDefaultInstance();

    @TempDir private Path folder;

    private final KeyPair keys = TokenForge.newKeys();
    private HttpServer issuer;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] published =
                new JWKSet(new RSAKey.Builder((RSAPublicKey) keys.getPublic()).build())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        issuer.createContext(
                "/jwks",
                exchange -> {
                    exchange.sendResponseHeaders(200, published.length);
                    exchange.getResponseBody().write(published);
                    exchange.close();
                });
        issuer.start();
        server =
                TestServer.start(
                        folder,
                        "MEGATRON_JWT_PUBLIC_KEY_FILE=",
                        "MEGATRON_JWT_JWKS_URI=http://127.0.0.1:%d/jwks"
                                .formatted(issuer.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.close();
        issuer.stop(0);
    }

    @Test
    void a_token_is_checked_with_the_published_keys() {
        String good = "Bearer " + new TokenForge(keys).token("user");
        String foreign = "Bearer " + new TokenForge(TokenForge.newKeys()).token("user");

        assertThat(server.assets(good).getAsset(ANYTHING).hasAsset()).isFalse();
        assertThat(Failure.of(() -> server.assets(foreign).getAsset(ANYTHING)).reason())
                .isEqualTo("TOKEN_INVALID");
    }

    @Test
    void without_its_issuer_the_server_says_that_it_cannot_tell() {
        issuer.stop(0);

        Failure failure =
                Failure.of(
                        () ->
                                server.assets("Bearer " + new TokenForge(keys).token("user"))
                                        .getAsset(ANYTHING));

        assertThat(failure.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(failure.reason()).isEqualTo("KEYS_UNAVAILABLE");
        assertThat(failure.retryAfter()).isPresent();
    }
}
