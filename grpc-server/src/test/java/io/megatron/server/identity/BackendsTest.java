package io.megatron.server.identity;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.identity.v1.GetMeRequest;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.operations.v1.AuditEntry;
import io.megatron.operations.v1.AuditedChange;
import io.megatron.operations.v1.Backend;
import io.megatron.operations.v1.BlockUserRequest;
import io.megatron.operations.v1.GetUserRequest;
import io.megatron.operations.v1.ListAuditEntriesRequest;
import io.megatron.operations.v1.ListBackendsRequest;
import io.megatron.operations.v1.PendingAction;
import io.megatron.operations.v1.RegisterBackendRequest;
import io.megatron.operations.v1.RevokeBackendRequest;
import io.megatron.operations.v1.RevokeBackendResponse;
import io.megatron.pricing.v1.StreamPricesRequest;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.server.TestBackend;
import io.megatron.server.TokenForge;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends get tokens for people they have authenticated, and no more than that. */
class BackendsTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @TempDir private static Path folder;

    private static RunningExchange exchange;
    private static TestBackend backend;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder);
        backend = TestBackend.register(exchange);
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
    }

    @Test
    void what_a_user_does_through_a_backend_is_theirs_and_says_through_which() throws SQLException {
        Person user = exchange.traderWith("10");
        Person through = backend.as(user.id());
        BuyRequest order = order();

        through.trades().buy(order);

        assertThat(me(through)).isEqualTo(user.id().toString());
        assertThat(
                        value(
                                "select payload ->> '@backend' from requests where request_id = '%s'"
                                        .formatted(order.getRequestId())))
                .isEqualTo(backend.id());
        assertThat(user.trades().buy(order).getReceipt().getReplayed())
                .as("the same again without the backend")
                .isTrue();
        assertThat(
                        value(
                                "select backend_id from backend_tokens where user_id = '%s'"
                                        .formatted(user.id())))
                .isEqualTo(backend.id());
    }

    @Test
    void through_a_backend_everybody_is_a_user_and_nothing_else() {
        Person administrator = exchange.traderWith("0");
        GetUserRequest question =
                GetUserRequest.newBuilder().setUserId(administrator.id().toString()).build();
        exchange.as(administrator.id(), "user", "admin").admin().getUser(question);

        assertThat(
                        Failure.of(() -> backend.as(administrator.id()).admin().getUser(question))
                                .reason())
                .isEqualTo("ROLE_MISSING");
        Person forged =
                new Person(
                        administrator.id(),
                        backend.channel(
                                exchange.token(
                                        claims ->
                                                claims.subject(administrator.id().toString())
                                                        .claim("roles", List.of("user", "admin"))
                                                        .claim(
                                                                "act",
                                                                Map.of("sub", backend.id())))));
        assertThat(me(forged)).isEqualTo(administrator.id().toString());
        assertThat(Failure.of(() -> forged.admin().getUser(question)).reason())
                .as("even if a token said so")
                .isEqualTo("ROLE_MISSING");
    }

    @Test
    void an_actor_that_is_none_lets_nobody_in() {
        for (Object actor : List.of("somebody", Map.of(), Map.of("sub", "somebody"), List.of())) {
            String token = exchange.token(claims -> claims.claim("act", actor));

            assertThat(Failure.of(() -> me(backend.channel(token))).reason())
                    .as("act = %s", actor)
                    .isEqualTo("TOKEN_INVALID");
        }
    }

    @Test
    void who_is_blocked_reads_through_a_backend_and_does_not_buy() {
        Person user = exchange.traderWith("10");
        exchange.admin()
                .admin()
                .blockUser(
                        BlockUserRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(user.id().toString())
                                .setReason("asked by the court")
                                .build());

        Person through = backend.as(user.id());

        assertThat(through.ledger().getBalance(GetBalanceRequest.getDefaultInstance()).getBalance())
                .isEqualTo("10");
        assertThat(Failure.of(() -> through.trades().buy(order())).reason())
                .isEqualTo("USER_BLOCKED");
    }

    @Test
    void an_assertion_that_is_not_good_in_every_way_gets_nothing() throws Exception {
        UUID user = exchange.traderWith("0").id();
        long before = tokens();

        for (Map.Entry<String, String> bad : badAssertions().entrySet()) {
            Failure failure = Failure.of(() -> backend.exchange(bad.getValue(), user));

            assertThat(failure.reason()).as(bad.getKey()).isEqualTo("ASSERTION_REFUSED");
            assertThat(failure.text()).doesNotContain(bad.getValue());
        }
        assertThat(tokens()).isEqualTo(before);
    }

    private static Map<String, String> badAssertions() throws JOSEException {
        KeyPair others = TokenForge.newKeys();
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("no JWT", "nonsense");
        bad.put("not signed", new PlainJWT(backend.claims(claims -> claims)).serialize());
        bad.put("another key", signed(JWSAlgorithm.RS256, new RSASSASigner(others.getPrivate())));
        bad.put(
                "the public key as a secret",
                signed(
                        JWSAlgorithm.HS256,
                        new MACSigner(
                                TokenForge.publicKeyPem(backend.keys())
                                        .getBytes(StandardCharsets.US_ASCII))));
        bad.put(
                "an algorithm that is none of ours",
                signed(JWSAlgorithm.RS512, new RSASSASigner(backend.keys().getPrivate())));
        bad.put("an unknown backend", with(claims -> claims.issuer(newId())));
        bad.put("no backend", with(claims -> claims.issuer("front-end")));
        bad.put("no iss", with(claims -> claims.issuer(null)));
        bad.put("another sub", with(claims -> claims.subject(newId())));
        bad.put("no sub", with(claims -> claims.subject(null)));
        bad.put("another aud", with(claims -> claims.audience("somebody-else")));
        bad.put("no aud", with(claims -> claims.audience((String) null)));
        bad.put(
                "somebody else's aud too",
                with(claims -> claims.audience(List.of(TokenForge.ISSUER, "somebody-else"))));
        bad.put("no jti", with(claims -> claims.jwtID(null)));
        bad.put("an empty jti", with(claims -> claims.jwtID(" ")));
        bad.put("an endless jti", with(claims -> claims.jwtID("x".repeat(201))));
        bad.put("no exp", with(claims -> claims.expirationTime(null)));
        bad.put("expired", with(claims -> claims.expirationTime(in(-31))));
        bad.put("good for an hour", with(claims -> claims.expirationTime(in(3600))));
        bad.put("not yet good", with(claims -> claims.notBeforeTime(in(60))));
        bad.put("of the future", with(claims -> claims.issueTime(in(60))));
        return bad;
    }

    private static String with(UnaryOperator<JWTClaimsSet.Builder> change) {
        return backend.assertion(change);
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        SignedJWT signed = new SignedJWT(new JWSHeader(algorithm), backend.claims(c -> c));
        signed.sign(signer);
        return signed.serialize();
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    @Test
    void an_assertion_is_good_once_also_where_many_show_it_at_once() {
        UUID user = exchange.traderWith("0").id();
        String assertion = backend.assertion(claims -> claims);

        List<CompletableFuture<String>> all =
                IntStream.range(0, 6)
                        .mapToObj(
                                i -> CompletableFuture.supplyAsync(() -> outcome(assertion, user)))
                        .toList();

        assertThat(all.stream().map(CompletableFuture::join))
                .containsOnlyOnce("OK")
                .filteredOn("ASSERTION_REFUSED"::equals)
                .hasSize(5);
    }

    private static String outcome(String assertion, UUID user) {
        try {
            backend.exchange(assertion, user);
            return "OK";
        } catch (StatusRuntimeException refused) {
            return Failure.of(
                            () -> {
                                throw refused;
                            })
                    .reason();
        }
    }

    @Test
    void for_a_user_whom_nobody_knows_there_is_no_token() {
        String assertion = backend.assertion(claims -> claims);

        assertThat(Failure.of(() -> backend.exchange(assertion, UUID.randomUUID())).reason())
                .isEqualTo("USER_NOT_FOUND");
        assertThat(backend.exchange(assertion, exchange.traderWith("0").id()))
                .as("it was not used up by that")
                .isNotEmpty();
    }

    @Test
    void within_a_second_of_its_end_nothing_of_a_backend_is_good_any_more() {
        TestBackend ending = TestBackend.register(exchange);
        Person user = exchange.traderWith("0");
        Person through = ending.as(user.id());
        var prices =
                through.prices()
                        .streamPrices(
                                StreamPricesRequest.newBuilder()
                                        .addAssetIds(exchange.asset("1", "0"))
                                        .build());
        prices.next();
        CompletableFuture<String> streamEnded =
                CompletableFuture.supplyAsync(
                        () -> Failure.of(() -> prices.forEachRemaining(price -> {})).reason());

        RevokeBackendResponse revoked = revoke(ending, newId());

        await().atMost(A_SECOND)
                .untilAsserted(
                        () ->
                                assertThat(Failure.of(() -> me(through)).reason())
                                        .isEqualTo("BACKEND_REVOKED"));
        assertThat(streamEnded).succeedsWithin(A_SECOND).isEqualTo("BACKEND_REVOKED");
        assertThat(outcome(ending.assertion(claims -> claims), user.id()))
                .isEqualTo("ASSERTION_REFUSED");
        assertThat(me(user)).as("without it").isEqualTo(user.id().toString());
        assertThat(me(backend.as(user.id()))).as("through another").isNotEmpty();
        assertThat(revoke(ending, newId()).getRevokedAt())
                .as("to revoke it again changes nothing")
                .isEqualTo(revoked.getRevokedAt());
    }

    @Test
    void registering_and_revoking_are_on_record_with_what_they_changed() {
        TestBackend one = TestBackend.register(exchange);
        String request = newId();

        revoke(one, request);
        assertThat(revoke(one, request).getReplayed()).isTrue();

        AuditEntry entry = newest("RevokeBackend");
        assertThat(entry.getTarget()).isEqualTo(one.id());
        assertThat(entry.getReason()).isEqualTo("its host was lost");
        assertThat(entry.getChangesList())
                .singleElement()
                .satisfies(change -> assertThat(change.getKey()).isEqualTo(one.id()))
                .satisfies(change -> assertThat(change.getField()).isEqualTo("revoked_at"));
        assertThat(newest("ConfirmAction").getChangesList())
                .filteredOn(change -> change.getKey().equals(one.id()))
                .extracting(AuditedChange::getField)
                .contains("name", "public_key", "registered_at");
        assertThat(backends())
                .filteredOn(known -> known.getBackendId().equals(one.id()))
                .singleElement()
                .satisfies(known -> assertThat(known.hasRevokedAt()).isTrue());
        assertThat(backends())
                .filteredOn(known -> known.getBackendId().equals(backend.id()))
                .singleElement()
                .satisfies(known -> assertThat(known.hasRevokedAt()).isFalse())
                .satisfies(known -> assertThat(known.getName()).isEqualTo("a front end"));
    }

    @Test
    void a_key_may_be_of_p_256_and_a_jwk() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        Backend registered =
                TestBackend.register(exchange, "another front end", key.toPublicJWK().toString());
        assertThat(registered.getPublicKey()).startsWith("-----BEGIN PUBLIC KEY-----");
        JWTClaimsSet claims =
                backend.claims(
                        c ->
                                c.issuer(registered.getBackendId())
                                        .subject(registered.getBackendId()));
        SignedJWT signed = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
        signed.sign(new ECDSASigner(key));
        UUID user = exchange.traderWith("0").id();

        assertThat(me(backend.channel(backend.exchange(signed.serialize(), user))))
                .isEqualTo(user.toString());
    }

    @Test
    void what_is_no_fit_public_key_is_refused_naming_the_field() throws Exception {
        KeyPair keys = TokenForge.newKeys();
        RSAKey rsa =
                new RSAKey.Builder((RSAPublicKey) keys.getPublic())
                        .privateKey(keys.getPrivate())
                        .build();
        List<String> unfit =
                List.of(
                        "",
                        "nonsense",
                        "{}",
                        "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
                        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                        TokenForge.privateKeyPem(keys),
                        rsa.toJSONString(),
                        new ECKeyGenerator(Curve.P_384).generate().toPublicJWK().toString());

        for (String text : unfit) {
            Failure failure =
                    Failure.of(() -> exchange.admin().admin().registerBackend(registration(text)));

            assertThat(failure.fields()).as(text).containsExactly("public_key");
        }
        assertThat(
                        Failure.of(
                                        () ->
                                                exchange.admin()
                                                        .admin()
                                                        .registerBackend(
                                                                registration(rsa.toJSONString())))
                                .message())
                .contains("private key");
    }

    @Test
    void one_administrator_alone_registers_no_backend() {
        List<Backend> before = backends();
        RegisterBackendRequest request =
                registration(TokenForge.publicKeyPem(TokenForge.newKeys()));

        PendingAction asked = exchange.admin().admin().registerBackend(request).getPending();

        assertThat(asked.getAction()).isEqualTo("RegisterBackend");
        assertThat(asked.getDetailsMap()).containsEntry("name", "another front end");
        assertThat(Failure.of(() -> TestBackend.confirm(exchange.admin(), asked)).reason())
                .isEqualTo("OWN_ACTION");
        assertThat(backends()).isEqualTo(before);

        PendingAction confirmed = TestBackend.confirm(exchange.secondAdmin(), asked);
        var again = exchange.admin().admin().registerBackend(request);

        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getPending()).isEqualTo(confirmed);
        assertThat(backends()).hasSize(before.size() + 1);
        assertThat(backends().getFirst().getPublicKey())
                .isEqualTo(asked.getDetailsOrThrow("public_key"));
    }

    @Test
    void what_is_no_backend_cannot_be_revoked() {
        assertThat(
                        Failure.of(
                                        () ->
                                                revoke(
                                                        new TestBackend(
                                                                exchange, newId(), backend.keys()),
                                                        newId()))
                                .reason())
                .isEqualTo("BACKEND_NOT_FOUND");
    }

    private static RegisterBackendRequest registration(String key) {
        return RegisterBackendRequest.newBuilder()
                .setRequestId(newId())
                .setName("another front end")
                .setPublicKey(key)
                .setReason("a test")
                .build();
    }

    private static RevokeBackendResponse revoke(TestBackend which, String request) {
        return exchange.admin()
                .admin()
                .revokeBackend(
                        RevokeBackendRequest.newBuilder()
                                .setRequestId(request)
                                .setBackendId(which.id())
                                .setReason("its host was lost")
                                .build());
    }

    private static List<Backend> backends() {
        return exchange.admin()
                .admin()
                .listBackends(ListBackendsRequest.getDefaultInstance())
                .getBackendsList();
    }

    private static AuditEntry newest(String action) {
        return exchange.admin()
                .admin()
                .listAuditEntries(ListAuditEntriesRequest.newBuilder().setAction(action).build())
                .getEntries(0);
    }

    private static BuyRequest order() {
        return BuyRequest.newBuilder()
                .setRequestId(newId())
                .setAssetId(exchange.asset("1", "0"))
                .setExactIn(BuyExactIn.newBuilder().setUsdcIn("1").setMinSharesOut("0"))
                .build();
    }

    private static String me(Person person) {
        return me(person.channel());
    }

    private static String me(Channel channel) {
        return IdentityServiceGrpc.newBlockingStub(channel)
                .getMe(GetMeRequest.getDefaultInstance())
                .getUserId();
    }

    private static long tokens() throws SQLException {
        return Long.parseLong(value("select count(*) from backend_tokens"));
    }

    private static String value(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                exchange.context()
                                        .getBean(DatabaseAddress.class)
                                        .applicationUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
