package io.megatron.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.megatron.identity.v1.Tokens;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.TokenForge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;

/** The keys that tokens are signed with change while people are signed in. */
@Timeout(120)
class RotatingKeysTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final KeyPair FIRST = TokenForge.newKeys();
    private static final KeyPair SECOND = TokenForge.newKeys();

    @TempDir private static Path folder;

    private static Path keys = Path.of("");
    private static RunningExchange exchange;
    private static Members members;

    @BeforeAll
    static void start() throws IOException {
        keys = Files.createDirectory(folder.resolve("keys"));
        Files.writeString(
                keys.resolve("signing.pem"), TokenForge.privateKeyPem(TokenForge.newKeys()));
        exchange =
                RunningExchange.start(
                        folder,
                        Map.of(
                                "MEGATRON_JWT_PRIVATE_KEY_FILE",
                                "",
                                "MEGATRON_JWT_KEYS_FOLDER",
                                keys.toString()));
        members = new Members(exchange, folder);
    }

    @AfterAll
    static void stop() {
        exchange.close();
    }

    @BeforeEach
    void sign_with_the_first_key_alone() throws IOException {
        try (Stream<Path> before = Files.list(keys)) {
            for (Path file : before.toList()) {
                Files.delete(file);
            }
        }
        Files.writeString(keys.resolve("signing.pem"), TokenForge.privateKeyPem(FIRST));
        await().atMost(SOON).until(() -> published().equals(List.of(id(FIRST))));
    }

    @Test
    void whoever_is_signed_in_notices_nothing_until_the_old_key_goes() throws Exception {
        String email = members.member();
        Tokens before = members.signIn(email);
        Tokens leftBehind = members.signIn(email);
        assertThat(keyOf(before)).isEqualTo(id(FIRST));
        assertThat(published()).containsExactly(id(FIRST));

        Files.writeString(keys.resolve("next.pem"), TokenForge.privateKeyPem(SECOND));
        await().atMost(SOON).until(() -> published().size() == 2);
        assertThat(keyOf(members.signIn(email)))
                .as("the next one signs nothing yet")
                .isEqualTo(id(FIRST));

        Files.move(keys.resolve("signing.pem"), keys.resolve("previous.pem"));
        Files.move(keys.resolve("next.pem"), keys.resolve("signing.pem"));
        await().atMost(SOON).until(() -> keyOf(members.signIn(email)).equals(id(SECOND)));
        assertThat(members.answer(before.getAccessToken())).isEqualTo("OK");
        Tokens after = members.refresh(before);
        assertThat(keyOf(after)).isEqualTo(id(SECOND));

        Files.delete(keys.resolve("previous.pem"));
        await().atMost(SOON)
                .until(() -> members.answer(before.getAccessToken()).equals("TOKEN_INVALID"));
        assertThat(published()).containsExactly(id(SECOND));
        assertThat(members.answer(after.getAccessToken())).isEqualTo("OK");
        assertThat(members.refresh(after).getUserId()).isEqualTo(before.getUserId());
        assertThat(Failure.of(() -> members.refresh(leftBehind)).reason())
                .isEqualTo("REFRESH_REFUSED");
    }

    @Test
    void a_public_key_lets_tokens_in_and_a_file_that_is_no_key_changes_nothing() throws Exception {
        Files.writeString(keys.resolve("other.pem"), TokenForge.publicKeyPem(SECOND));
        await().atMost(SOON).until(() -> published().size() == 2);
        String token = signed(SECOND, id(SECOND));
        assertThat(members.answer(token)).isEqualTo("USER_NOT_FOUND");

        Files.writeString(keys.resolve("half.pem"), "-----BEGIN PRIVATE KEY-----\nMIIEv");
        Files.delete(keys.resolve("other.pem"));
        await().during(Duration.ofSeconds(3))
                .atMost(SOON)
                .until(
                        () ->
                                published().size() == 2
                                        && members.answer(token).equals("USER_NOT_FOUND"));

        Files.delete(keys.resolve("half.pem"));
        await().atMost(SOON).until(() -> members.answer(token).equals("TOKEN_INVALID"));
    }

    @Test
    void a_token_has_to_name_the_key_that_signed_it() throws Exception {
        assertThat(members.answer(signed(FIRST, null)))
                .as("there is one key only")
                .isEqualTo("USER_NOT_FOUND");
        assertThat(members.answer(signed(FIRST, "unknown"))).isEqualTo("TOKEN_INVALID");
        assertThat(members.answer(signed(SECOND, id(SECOND)))).isEqualTo("TOKEN_INVALID");

        Files.writeString(keys.resolve("next.pem"), TokenForge.privateKeyPem(SECOND));
        await().atMost(SOON).until(() -> published().size() == 2);

        assertThat(members.answer(signed(SECOND, id(SECOND)))).isEqualTo("USER_NOT_FOUND");
        assertThat(members.answer(signed(FIRST, null))).isEqualTo("TOKEN_INVALID");
        assertThat(members.answer(signed(FIRST, "unknown"))).isEqualTo("TOKEN_INVALID");
        assertThat(members.answer(signed(FIRST, id(SECOND)))).isEqualTo("TOKEN_INVALID");
    }

    @Test
    void what_is_public_of_a_key_makes_no_token() throws Exception {
        RSAKey key = new RSAKey.Builder((RSAPublicKey) FIRST.getPublic()).build();
        byte[][] secrets = {
            FIRST.getPublic().getEncoded(),
            TokenForge.publicKeyPem(FIRST).getBytes(StandardCharsets.US_ASCII),
            key.getModulus().decode()
        };

        for (byte[] secret : secrets) {
            assertThat(members.answer(signed(JWSAlgorithm.HS256, new MACSigner(secret), id(FIRST))))
                    .isEqualTo("TOKEN_INVALID");
        }
        assertThat(members.answer(new PlainJWT(claims()).serialize())).isEqualTo("TOKEN_INVALID");
        assertThat(
                        members.answer(
                                signed(
                                        JWSAlgorithm.RS512,
                                        new RSASSASigner(FIRST.getPrivate()),
                                        id(FIRST))))
                .as("another algorithm, though with the right key")
                .isEqualTo("TOKEN_INVALID");
    }

    @Test
    void the_published_keys_are_public_and_kept_for_minutes_only() throws Exception {
        HttpResponse<String> answer = askForKeys();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("cache-control")).contains("max-age=300, public");
        assertThat(JWKSet.parse(answer.body()).getKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.isPrivate()).isFalse())
                .satisfies(key -> assertThat(key.getAlgorithm()).isEqualTo(JWSAlgorithm.RS256));
        assertThat(
                        SignedJWT.parse(members.signIn(members.member()).getAccessToken())
                                .verify(
                                        new com.nimbusds.jose.crypto.RSASSAVerifier(
                                                JWKSet.parse(answer.body())
                                                        .getKeys()
                                                        .getFirst()
                                                        .toRSAKey())))
                .isTrue();
    }

    private static String keyOf(Tokens tokens) throws ParseException {
        return SignedJWT.parse(tokens.getAccessToken()).getHeader().getKeyID();
    }

    private static String id(KeyPair pair) throws JOSEException {
        return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .build()
                .computeThumbprint()
                .toString();
    }

    private static String signed(KeyPair pair, @Nullable String key) throws JOSEException {
        return signed(JWSAlgorithm.RS256, new RSASSASigner(pair.getPrivate()), key);
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, @Nullable String key)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims());
        token.sign(signer);
        return token.serialize();
    }

    private static JWTClaimsSet claims() {
        return new JWTClaimsSet.Builder()
                .issuer(TokenForge.ISSUER)
                .audience(TokenForge.AUDIENCE)
                .subject(TokenForge.USER.toString())
                .claim("roles", List.of("user"))
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .build();
    }

    private List<String> published() throws Exception {
        return JWKSet.parse(askForKeys().body()).getKeys().stream().map(JWK::getKeyID).toList();
    }

    private HttpResponse<String> askForKeys() throws IOException, InterruptedException {
        String port =
                exchange.context().getBean(Environment.class).getProperty("local.server.port");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%s/.well-known/jwks.json"
                                                    .formatted(port)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
