package io.megatron.client.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.megatron.client.ClientException;
import io.megatron.options.v1.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MintingTokensTest {
    private static final UUID USER = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    @TempDir private Path data = Path.of("");

    @Test
    void a_token_carries_who_and_what_and_for_how_long() throws Exception {
        KeyPair keys = writeKey();
        MintingTokens tokens = MintingTokens.of(data, Map.of("MEGATRON_JWT_AUDIENCE", "others"));

        SignedJWT token =
                SignedJWT.parse(
                        tokens.mint(
                                USER,
                                List.of(Role.ROLE_USER, Role.ROLE_ADMIN),
                                Duration.ofMinutes(5)));

        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(token.verify(new RSASSAVerifier((RSAPublicKey) keys.getPublic()))).isTrue();
        assertThat(token.getHeader().getKeyID())
                .isEqualTo(
                        new RSAKey.Builder((RSAPublicKey) keys.getPublic())
                                .build()
                                .computeThumbprint()
                                .toString());
        assertThat(claims.getIssuer()).isEqualTo("megatron-development");
        assertThat(claims.getAudience()).containsExactly("others");
        assertThat(claims.getSubject()).isEqualTo(USER.toString());
        assertThat(claims.getStringListClaim("roles")).containsExactly("user", "admin");
        assertThat(claims.getExpirationTime().toInstant())
                .isBetween(Instant.now().plusSeconds(240), Instant.now().plusSeconds(301));
    }

    @Test
    void without_a_key_it_is_said_what_to_do() {
        assertThatThrownBy(() -> MintingTokens.of(data, Map.of()))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("dev-keys")
                .hasMessageContaining("scripts/run");
    }

    @Test
    void who_is_nobody_in_particular_is_always_the_same() {
        assertThat(DevelopmentUsers.of(Role.ROLE_USER))
                .hasToString("01900000-0000-7000-8000-000000000001");
        assertThat(DevelopmentUsers.of(Role.ROLE_ORACLE))
                .hasToString("01900000-0000-7000-8000-000000000004");
    }

    @Test
    void a_new_user_has_a_uuid_of_version_7_and_of_this_moment() {
        UUID id = NewUsers.next();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void roles_are_words_and_unknown_ones_are_refused() {
        assertThat(Roles.parse("ops,user,ops")).containsExactly(Role.ROLE_OPS, Role.ROLE_USER);
        assertThatThrownBy(() -> Roles.parse("ops,"))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("user, admin, ops, oracle");
        assertThatThrownBy(() -> Roles.parse("unspecified")).isInstanceOf(ClientException.class);
    }

    @Test
    void times_are_numbers_with_a_unit() {
        assertThat(TimeSpan.parse("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(TimeSpan.parse("7d")).isEqualTo(Duration.ofDays(7));
        assertThatThrownBy(() -> TimeSpan.parse("90")).isInstanceOf(ClientException.class);
        assertThatThrownBy(() -> TimeSpan.parse("-1h")).isInstanceOf(ClientException.class);
    }

    private KeyPair writeKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        write(Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded()));
        return keys;
    }

    private void write(String base64) throws IOException {
        Path file = DevelopmentKey.file(data);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n".formatted(base64));
    }
}
