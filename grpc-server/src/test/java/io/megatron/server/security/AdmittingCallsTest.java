package io.megatron.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.megatron.assets.v1.CreateAssetRequest;
import io.megatron.assets.v1.GetAssetRequest;
import io.megatron.server.Failure;
import io.megatron.server.TestServer;
import io.megatron.server.TokenForge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmittingCallsTest {
    @TempDir private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_good_token_opens_the_door() {
        assertThat(server.assets().getAsset(GetAssetRequest.getDefaultInstance()).hasAsset())
                .isFalse();
    }

    @Test
    void the_scheme_may_be_written_in_any_case() {
        String token = server.forge().token("user");

        server.assets("bearer " + token).getAsset(GetAssetRequest.getDefaultInstance());
        server.assets("BEARER   " + token).getAsset(GetAssetRequest.getDefaultInstance());
    }

    @Test
    void a_call_without_a_token_is_told_so() {
        assertUnauthenticated(getAsset(), "TOKEN_MISSING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Bearer",
                "Bearer ",
                "Bearer a b",
                "Bearer ....",
                "Bearer a.b.c",
                "Bearer eyJhbGciOiJSUzI1NiJ9..",
                "Bearer eyJhbGciOiJSUzI1NiJ9.e30.AAAA",
                "Bearer =====",
                "Bearer %00%ff",
                "Basic dXNlcjpwYXNzd29yZA==",
                "Digest x",
                "token"
            })
    void a_weird_header_is_an_invalid_token_and_nothing_worse(String header) {
        assertUnauthenticated(getAsset(header), "TOKEN_INVALID");
    }

    @Test
    void two_tokens_are_not_one_too_many_to_choose_from() {
        String good = "Bearer " + server.forge().token("user");

        assertUnauthenticated(getAsset(good, good), "TOKEN_INVALID");
    }

    static Stream<Arguments> badTokens() {
        return Stream.of(
                bad("expired", "TOKEN_EXPIRED", forge -> forge.token(expiringIn(-60))),
                bad(
                        "expired a little longer ago than clocks may differ",
                        "TOKEN_EXPIRED",
                        forge -> forge.token(expiringIn(-31))),
                bad(
                        "valid a little later than clocks may differ",
                        "TOKEN_NOT_YET_VALID",
                        forge -> forge.token(c -> c.notBeforeTime(in(40)))),
                bad(
                        "not valid yet",
                        "TOKEN_NOT_YET_VALID",
                        forge -> forge.token(c -> c.notBeforeTime(in(120)))),
                bad(
                        "another issuer",
                        "TOKEN_FOREIGN",
                        forge -> forge.token(c -> c.issuer("https://elsewhere.example"))),
                bad("no issuer", "TOKEN_FOREIGN", forge -> forge.token(c -> c.issuer(null))),
                bad(
                        "another audience",
                        "TOKEN_FOREIGN",
                        forge -> forge.token(c -> c.audience("somebody-else"))),
                bad(
                        "no audience",
                        "TOKEN_FOREIGN",
                        forge -> forge.token(c -> c.audience((String) null))),
                bad(
                        "no expiry",
                        "TOKEN_INVALID",
                        forge -> forge.token(c -> c.expirationTime(null))),
                bad("no subject", "TOKEN_INVALID", forge -> forge.token(c -> c.subject(null))),
                bad(
                        "a subject that is no UUID",
                        "TOKEN_INVALID",
                        forge -> forge.token(c -> c.subject("alice"))),
                bad(
                        "a subject that Java would pad to a UUID",
                        "TOKEN_INVALID",
                        forge -> forge.token(c -> c.subject("1-1-1-1-1"))),
                bad(
                        "the platform itself as its subject",
                        "TOKEN_INVALID",
                        forge ->
                                forge.token(
                                        c -> c.subject("00000000-0000-0000-0000-000000000000"))),
                bad(
                        "signed with another key",
                        "TOKEN_INVALID",
                        forge -> new TokenForge(TokenForge.newKeys()).token("user")),
                bad("not signed", "TOKEN_INVALID", forge -> unsigned()),
                bad(
                        "signed with a shared secret",
                        "TOKEN_INVALID",
                        forge -> hmacSigned(new byte[32])),
                bad(
                        "signed with the public key as if it were a secret",
                        "TOKEN_INVALID",
                        forge -> hmacSigned(forge.publicKey().getEncoded())),
                bad(
                        "a changed payload",
                        "TOKEN_INVALID",
                        forge -> withPayloadOf(forge.token("user"), forge.token("admin"))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badTokens")
    void a_bad_token_is_turned_away(
            String what, String reason, Function<TokenForge, String> token) {
        String text = token.apply(server.forge());

        Failure failure = getAsset("Bearer " + text);

        assertUnauthenticated(failure, reason);
        assertThat(failure.text()).doesNotContain(text);
    }

    @Test
    void a_clock_that_is_a_little_off_is_forgiven() {
        String token = server.forge().token(expiringIn(-10));

        server.assets("Bearer " + token).getAsset(GetAssetRequest.getDefaultInstance());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "ops", "oracle", "ADMIN", "ROLE_ADMIN", "unspecified"})
    void a_method_for_administrators_is_closed_to_others(String role) {
        String header = "Bearer " + server.forge().token(role);

        Failure failure =
                Failure.of(
                        () ->
                                server.assets(header)
                                        .createAsset(CreateAssetRequest.getDefaultInstance()));

        assertThat(failure.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(failure.reason()).isEqualTo("ROLE_MISSING");
        assertThat(failure.metadata()).containsEntry("needed", "admin");
    }

    @Test
    void one_of_the_roles_is_enough() {
        String header = "Bearer " + server.forge().token("somebody", "admin");

        server.assets(header).createAsset(CreateAssetRequest.getDefaultInstance());
    }

    @Test
    void roles_that_are_no_list_are_no_roles() {
        String header = "Bearer " + server.forge().token(c -> c.claim("roles", "user"));

        assertThat(getAsset(header).reason()).isEqualTo("ROLE_MISSING");
    }

    @Test
    void health_needs_no_token() {
        ServingStatus status =
                HealthGrpc.newBlockingStub(server.channel())
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus();

        assertThat(status).isEqualTo(ServingStatus.SERVING);
    }

    private static Failure getAsset(String... authorization) {
        return Failure.of(
                () -> server.assets(authorization).getAsset(GetAssetRequest.getDefaultInstance()));
    }

    private static void assertUnauthenticated(Failure failure, String reason) {
        assertThat(failure.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.metadata()).containsEntry("fault", "caller");
    }

    private static Arguments bad(String what, String reason, Function<TokenForge, String> token) {
        return arguments(what, reason, token);
    }

    private static java.util.function.UnaryOperator<JWTClaimsSet.Builder> expiringIn(int seconds) {
        return claims -> claims.expirationTime(in(seconds));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static JWTClaimsSet goodClaims() {
        return new JWTClaimsSet.Builder()
                .issuer(TokenForge.ISSUER)
                .audience(TokenForge.AUDIENCE)
                .subject(TokenForge.USER.toString())
                .claim("roles", List.of("user"))
                .expirationTime(in(600))
                .build();
    }

    private static String unsigned() {
        return new PlainJWT(goodClaims()).serialize();
    }

    private static String hmacSigned(byte[] secret) {
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), goodClaims());
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException broken) {
            throw new AssertionError(broken);
        }
        return token.serialize();
    }

    private static String withPayloadOf(String token, String other) {
        int payload = token.indexOf('.') + 1;
        int signature = token.lastIndexOf('.');
        return token.substring(0, payload)
                + other.substring(other.indexOf('.') + 1, other.lastIndexOf('.'))
                + token.substring(signature);
    }
}
