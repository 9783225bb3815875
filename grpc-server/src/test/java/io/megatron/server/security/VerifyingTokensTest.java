package io.megatron.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.megatron.server.TokenForge;
import io.megatron.server.errors.Reason;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

class VerifyingTokensTest {
    private static final KeyPair KEYS = TokenForge.newKeys();
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicReference<String> trusted = new AtomicReference<>("one key");
    private final AtomicInteger signaturesChecked = new AtomicInteger();
    private final BearerHeader.Token token =
            new BearerHeader.Token(
                    new TokenForge(KEYS)
                            .token(c -> c.expirationTime(Date.from(START.plusSeconds(60)))));

    @Test
    void a_signature_is_checked_once_and_the_time_always() {
        VerifyingTokens tokens = tokens(counting(signatures()));

        assertThat(tokens.verify(token)).isInstanceOf(TokenRules.Valid.class);
        assertThat(tokens.verify(token)).isInstanceOf(TokenRules.Valid.class);
        assertThat(signaturesChecked).hasValue(1);

        now.set(START.plusSeconds(89));
        assertThat(tokens.verify(token)).isInstanceOf(TokenRules.Valid.class);
        now.set(START.plusSeconds(90));
        assertThat(reason(tokens.verify(token))).isEqualTo(Reason.TOKEN_EXPIRED);
    }

    @Test
    void a_token_that_was_refused_is_looked_at_again() {
        VerifyingTokens tokens = tokens(counting(signatures()));
        now.set(START.plusSeconds(1000));
        assertThat(reason(tokens.verify(token))).isEqualTo(Reason.TOKEN_EXPIRED);

        tokens.verify(token);

        assertThat(signaturesChecked).hasValue(2);
    }

    @Test
    void under_other_keys_nothing_that_was_checked_before_counts() {
        VerifyingTokens tokens = tokens(counting(signatures()));
        tokens.verify(token);

        trusted.set("another key");

        assertThat(tokens.verify(token)).isInstanceOf(TokenRules.Valid.class);
        assertThat(signaturesChecked).hasValue(2);
        tokens.verify(token);
        assertThat(signaturesChecked).hasValue(2);
    }

    @Test
    void a_token_is_remembered_once_it_was_found_good_and_while_its_keys_are_trusted() {
        VerifyingTokens tokens = tokens(signatures());
        Metadata headers = new Metadata();
        assertThat(tokens.containThatOf(headers)).isFalse();
        headers.put(BearerHeader.AUTHORIZATION, "Bearer " + token.value());
        assertThat(tokens.containThatOf(headers)).isFalse();

        tokens.verify(token);

        assertThat(tokens.containThatOf(headers)).isTrue();
        trusted.set("another key");
        assertThat(tokens.containThatOf(headers)).isFalse();
    }

    @Test
    void keys_that_cannot_be_had_are_our_trouble_and_not_the_tokens() {
        VerifyingTokens tokens =
                tokens(
                        text -> {
                            throw new JwtException("connection refused");
                        });

        assertThat(reason(tokens.verify(token))).isEqualTo(Reason.KEYS_UNAVAILABLE);
    }

    @Test
    void a_parser_that_stumbles_makes_it_an_invalid_token() {
        VerifyingTokens tokens =
                tokens(
                        text -> {
                            throw new IllegalStateException(text);
                        });

        assertThat(reason(tokens.verify(token))).isEqualTo(Reason.TOKEN_INVALID);
    }

    private static Reason reason(TokenRules.Verdict verdict) {
        assertThat(verdict).isInstanceOf(TokenRules.Invalid.class);
        return ((TokenRules.Invalid) verdict).reason();
    }

    private VerifyingTokens tokens(JwtDecoder decoder) {
        TokenSettings settings =
                new TokenSettings(
                        TokenForge.ISSUER,
                        TokenForge.AUDIENCE,
                        null,
                        null,
                        null,
                        null,
                        Duration.ofSeconds(30),
                        100,
                        Duration.ofMinutes(5));
        return new VerifyingTokens(decoder, trusted::get, settings, now::get);
    }

    private static JwtDecoder signatures() {
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withPublicKey((RSAPublicKey) KEYS.getPublic()).build();
        decoder.setJwtValidator(jwt -> OAuth2TokenValidatorResult.success());
        return decoder;
    }

    private JwtDecoder counting(JwtDecoder decoder) {
        return text -> {
            signaturesChecked.incrementAndGet();
            return decoder.decode(text);
        };
    }
}
