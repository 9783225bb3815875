package io.megatron.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.identity.CheckingGoogle.Person;
import io.megatron.core.identity.EmailAddress;
import io.megatron.core.identity.KeysUnavailableException;
import io.megatron.server.TokenForge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CheckingIdTokensTest {
    private TestGoogle google;
    private CheckingIdTokens checking;

    @BeforeEach
    void start() throws IOException {
        google = new TestGoogle();
        checking = checking(google.keysUri());
    }

    private static CheckingIdTokens checking(URI keys) {
        return new CheckingIdTokens(
                new GoogleSettings(
                        TestGoogle.CLIENT,
                        keys,
                        Set.of(TestGoogle.ISSUER, "accounts.google.com"),
                        Duration.ofMillis(500)),
                Duration.ofSeconds(30),
                InstantSource.system());
    }

    @AfterEach
    void stop() {
        google.close();
    }

    @Test
    void a_good_token_tells_the_account_and_its_address_in_lower_case() {
        Person somebody = new Person("10769", EmailAddress.parse("ann@example.com"));

        assertThat(checking.check(google.says("10769", "Ann@Example.com")))
                .isEqualTo(Outcome.accepted(somebody));
        assertThat(
                        checking.check(
                                google.says(
                                        claims ->
                                                claims.subject("10769")
                                                        .issuer("accounts.google.com")
                                                        .claim("azp", null)
                                                        .claim("email", "ann@example.com")
                                                        .claim("email_verified", "true"))))
                .isEqualTo(Outcome.accepted(somebody));
    }

    @Test
    void a_token_that_is_not_good_in_every_way_is_refused() throws JOSEException {
        for (Map.Entry<String, String> bad : badTokens().entrySet()) {
            assertThat(refusal(bad.getValue()).code())
                    .as(bad.getKey())
                    .isEqualTo(Rejection.GOOGLE_REFUSED);
            assertThat(refusal(bad.getValue()).message())
                    .doesNotContain(bad.getValue(), "somebody@example.com");
        }
    }

    private Map<String, String> badTokens() throws JOSEException {
        RSASSASigner others = new RSASSASigner(TokenForge.newKeys().getPrivate());
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("no JWT", "nonsense");
        bad.put("not signed", new PlainJWT(TestGoogle.claims(c -> c)).serialize());
        bad.put("another key", signed(JWSAlgorithm.RS256, others));
        bad.put(
                "another algorithm",
                signed(JWSAlgorithm.RS512, new RSASSASigner(google.keys().getPrivate())));
        bad.put(
                "the public key as a secret",
                TestGoogle.signed(
                        JWSAlgorithm.HS256,
                        "2026-11",
                        new MACSigner(google.keys().getPublic().getEncoded()),
                        c -> c));
        bad.put("another issuer", with(c -> c.issuer("https://accounts.example.com")));
        bad.put("no issuer", with(c -> c.issuer(null)));
        bad.put("another client", with(c -> c.audience("another-client")));
        bad.put("no client", with(c -> c.audience((String) null)));
        bad.put("made for another client", with(c -> c.claim("azp", "another-client")));
        bad.put(
                "two clients, and none said to be the one",
                with(
                        c ->
                                c.audience(List.of(TestGoogle.CLIENT, "another-client"))
                                        .claim("azp", null)));
        bad.put("an azp that is no text", with(c -> c.claim("azp", 1)));
        bad.put("expired", with(c -> c.expirationTime(in(-31))));
        bad.put("no exp", with(c -> c.expirationTime(null)));
        bad.put("of the future", with(c -> c.issueTime(in(60))));
        bad.put("no iat", with(c -> c.issueTime(null)));
        bad.put("no account", with(c -> c.subject(null)));
        bad.put("an endless account", with(c -> c.subject("x".repeat(256))));
        bad.put("not verified", with(c -> c.claim("email_verified", false)));
        bad.put("no word of verified", with(c -> c.claim("email_verified", null)));
        bad.put("no address", with(c -> c.claim("email", null)));
        bad.put("no fit address", with(c -> c.claim("email", "a b@example.com")));
        return bad;
    }

    private static String signed(JWSAlgorithm algorithm, RSASSASigner signer) {
        return TestGoogle.signed(algorithm, "2026-11", signer, c -> c);
    }

    private String with(UnaryOperator<JWTClaimsSet.Builder> change) {
        return google.says(change);
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private Refusal refusal(String token) {
        return ((Outcome.Refused<Person>) checking.check(token)).refusal();
    }

    @Test
    void the_keys_are_asked_for_once_and_a_flood_of_unknown_ones_asks_seldom() {
        for (int i = 0; i < 50; i++) {
            assertThat(checking.check(google.says("1", "ann@example.com")))
                    .isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(google.asked()).isEqualTo(1);

        RSASSASigner others = new RSASSASigner(TokenForge.newKeys().getPrivate());
        for (int i = 0; i < 50; i++) {
            String unknown = TestGoogle.signed(JWSAlgorithm.RS256, "key-" + i, others, c -> c);
            assertThat(isTaken(unknown)).isFalse();
        }
        assertThat(google.asked()).isLessThanOrEqualTo(3);
        assertThat(checking.check(google.says("1", "ann@example.com")))
                .as("and nobody else suffers from it")
                .isInstanceOf(Outcome.Accepted.class);
    }

    private boolean isTaken(String token) {
        try {
            return checking.check(token) instanceof Outcome.Accepted;
        } catch (KeysUnavailableException askedTooOften) {
            return false;
        }
    }

    @Test
    void keys_that_are_known_outlive_their_publisher() {
        String token = google.says("1", "ann@example.com");
        checking.check(token);

        google.close();

        assertThat(checking.check(token)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    @Timeout(10)
    void who_never_answers_is_not_waited_for() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CheckingIdTokens waiting =
                    checking(
                            URI.create(
                                    "http://127.0.0.1:%d/certs".formatted(silent.getLocalPort())));

            assertThatThrownBy(() -> waiting.check(google.says("1", "ann@example.com")))
                    .isInstanceOf(KeysUnavailableException.class);
        }
    }
}
