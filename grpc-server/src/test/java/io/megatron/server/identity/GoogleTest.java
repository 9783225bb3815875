package io.megatron.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.identity.v1.GetMeRequest;
import io.megatron.identity.v1.GetMeResponse;
import io.megatron.identity.v1.SignInRequest;
import io.megatron.identity.v1.SignInWithGoogleRequest;
import io.megatron.identity.v1.Tokens;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People sign in with Google, and nobody comes so into an account that is not theirs. */
class GoogleTest {
    @TempDir private static Path folder;

    private static TestGoogle google;
    private static RunningExchange exchange;
    private static Members members;

    @BeforeAll
    static void start() throws IOException {
        google = new TestGoogle();
        exchange =
                RunningExchange.start(
                        folder,
                        Map.of(
                                "MEGATRON_GOOGLE_CLIENT_ID",
                                TestGoogle.CLIENT,
                                "MEGATRON_GOOGLE_JWKS_URI",
                                google.keysUri().toString()));
        members = new Members(exchange, folder);
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
        google.close();
    }

    @Test
    void who_comes_for_the_first_time_is_registered_and_is_the_same_user_ever_after() {
        String subject = newSubject();
        String email = newAddress();

        Tokens first = signIn(google.says(subject, email));

        GetMeResponse me = me(first);
        assertThat(me.getUserId()).isEqualTo(first.getUserId());
        assertThat(me.getEmail()).isEqualTo(email);
        assertThat(me.getRolesList()).containsExactly("user");
        assertThat(signIn(google.says(subject, email)).getUserId()).isEqualTo(first.getUserId());
        assertThat(signIn(google.says(subject, newAddress())).getUserId())
                .as("though their address at Google is another now")
                .isEqualTo(first.getUserId());
        assertThat(members.refresh(first).getUserId()).isEqualTo(first.getUserId());
    }

    @Test
    void two_first_times_at_once_register_one_user() {
        String token = google.says(newSubject(), newAddress());

        List<CompletableFuture<String>> all =
                IntStream.range(0, 6)
                        .mapToObj(
                                i -> CompletableFuture.supplyAsync(() -> signIn(token).getUserId()))
                        .toList();

        assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }

    @Test
    void an_account_with_a_password_is_linked_by_its_password_and_by_nothing_less() {
        String email = members.member();
        String user = members.signIn(email).getUserId();
        String token = google.says(newSubject(), email);

        Failure without = Failure.of(() -> signIn(token));
        assertThat(without.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(without.reason()).isEqualTo("ACCOUNT_NOT_LINKED");
        assertThat(Failure.of(() -> signIn(token, "a wrong password")).reason())
                .isEqualTo("SIGN_IN_REFUSED");
        assertThat(Failure.of(() -> signIn(token)).reason())
                .as("nothing has come of that")
                .isEqualTo("ACCOUNT_NOT_LINKED");

        assertThat(signIn(token, Members.PASSWORD).getUserId()).isEqualTo(user);
        assertThat(signIn(token).getUserId()).isEqualTo(user);
        assertThat(members.signIn(email).getUserId()).as("with the password").isEqualTo(user);
    }

    @Test
    void wrong_passwords_are_counted_here_as_well() {
        String email = members.member();
        String token = google.says(newSubject(), email);

        List<String> reasons =
                IntStream.range(0, 12)
                        .mapToObj(i -> Failure.of(() -> signIn(token, "a wrong password")).reason())
                        .toList();

        assertThat(reasons)
                .startsWith("SIGN_IN_REFUSED")
                .contains("TOO_MANY_ATTEMPTS")
                .doesNotContain("ACCOUNT_NOT_LINKED");
    }

    @Test
    void an_address_that_went_to_somebody_else_leads_them_nowhere() {
        String email = newAddress();
        Tokens owner = signIn(google.says(newSubject(), email));
        String successor = google.says(newSubject(), email);

        assertThat(Failure.of(() -> signIn(successor)).reason()).isEqualTo("ACCOUNT_NOT_LINKED");
        assertThat(Failure.of(() -> signIn(successor, Members.PASSWORD)).reason())
                .isEqualTo("ACCOUNT_NOT_LINKED");
        assertThat(me(owner).getEmail()).isEqualTo(email);
    }

    @Test
    void who_has_no_password_does_not_sign_in_with_one() {
        String email = newAddress();
        signIn(google.says(newSubject(), email));

        for (String password : List.of("x", "null", "nobody has this password")) {
            assertThat(
                            Failure.of(
                                            () ->
                                                    members.anybody()
                                                            .signIn(
                                                                    SignInRequest.newBuilder()
                                                                            .setEmail(email)
                                                                            .setPassword(password)
                                                                            .build()))
                                    .reason())
                    .isEqualTo("SIGN_IN_REFUSED");
        }
    }

    @Test
    void what_is_refused_registers_nobody() throws SQLException {
        long before = count();

        assertThat(
                        Failure.of(() -> signIn(google.says(c -> c.claim("email_verified", false))))
                                .reason())
                .isEqualTo("GOOGLE_REFUSED");
        assertThat(Failure.of(() -> signIn("nonsense")).code())
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(Failure.of(() -> signIn("")).fields()).containsExactly("id_token");
        assertThat(Failure.of(() -> signIn("x", "x".repeat(129))).fields())
                .containsExactly("password");
        assertThat(count()).isEqualTo(before);
    }

    private static Tokens signIn(String token) {
        return signIn(token, "");
    }

    private static Tokens signIn(String token, String password) {
        return members.anybody()
                .signInWithGoogle(
                        SignInWithGoogleRequest.newBuilder()
                                .setIdToken(token)
                                .setPassword(password)
                                .build())
                .getTokens();
    }

    private static GetMeResponse me(Tokens tokens) {
        return members.with(tokens.getAccessToken()).getMe(GetMeRequest.getDefaultInstance());
    }

    private static String newSubject() {
        return UUID.randomUUID().toString();
    }

    private static String newAddress() {
        return UUID.randomUUID() + "@example.com";
    }

    private static long count() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                exchange.context()
                                        .getBean(DatabaseAddress.class)
                                        .applicationUrl());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from users")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
