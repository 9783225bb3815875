package io.megatron.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.identity.v1.ChangePasswordRequest;
import io.megatron.identity.v1.GetMeRequest;
import io.megatron.identity.v1.GetMeResponse;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.megatron.identity.v1.ListSessionsRequest;
import io.megatron.identity.v1.RefreshRequest;
import io.megatron.identity.v1.RequestPasswordResetRequest;
import io.megatron.identity.v1.ResetPasswordRequest;
import io.megatron.identity.v1.Session;
import io.megatron.identity.v1.SignInRequest;
import io.megatron.identity.v1.SignInWithGoogleRequest;
import io.megatron.identity.v1.SignOutRequest;
import io.megatron.identity.v1.SignUpRequest;
import io.megatron.identity.v1.Tokens;
import io.megatron.identity.v1.VerifyEmailRequest;
import io.megatron.pricing.v1.PriceServiceGrpc;
import io.megatron.pricing.v1.StreamPricesRequest;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** From signing up to signing out, over the network. */
class IdentityTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration OFTEN = Duration.ofMillis(10);
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final String PASSWORD = "correct horse battery";

    @TempDir private static Path folder;

    private static RunningExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder);
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
    }

    @Test
    void whoever_brings_the_code_back_is_a_user_and_signs_in() {
        String email = newAddress();
        signUp(email.toUpperCase(Locale.ROOT), PASSWORD);
        assertThat(signInFailure(email, PASSWORD).reason())
                .as("before the code has come back")
                .isEqualTo("SIGN_IN_REFUSED");

        String user = verify(codeFor(email));
        Tokens tokens = signIn(email, PASSWORD);

        GetMeResponse me = as(tokens).getMe(GetMeRequest.getDefaultInstance());
        assertThat(me.getUserId()).isEqualTo(user).isEqualTo(tokens.getUserId());
        assertThat(me.getEmail()).isEqualTo(email);
        assertThat(me.getRolesList()).containsExactly("user");
        assertThat(me.getBlocked()).isFalse();
    }

    @Test
    void a_code_again_answers_the_same_and_no_other_code_is_taken() {
        String email = newAddress();
        signUp(email, PASSWORD);
        String first = codeFor(email);
        signUp(email, "another password");
        String second =
                await().atMost(SOON)
                        .until(
                                () ->
                                        codeFor(email, 2).stream()
                                                .filter(code -> !code.equals(first))
                                                .findAny()
                                                .orElse(null),
                                Objects::nonNull);

        String user = verify(second);

        assertThat(verify(second)).isEqualTo(user);
        assertThat(codeFailure(first)).isEqualTo("CODE_REFUSED");
        assertThat(codeFailure("nonsense")).isEqualTo("CODE_REFUSED");
        assertThat(signIn(email, "another password").getUserId()).isEqualTo(user);
        assertThat(signInFailure(email, PASSWORD).reason()).isEqualTo("SIGN_IN_REFUSED");
    }

    @Test
    void nobody_learns_whether_an_address_has_an_account() {
        String known = member();
        String unknown = newAddress();

        signUp(known, "a new password");

        await().atMost(SOON).until(() -> letters(known).size() == 2);
        assertThat(letters(known)).anyMatch(letter -> letter.contains("has one already"));
        Failure wrong = signInFailure(known, "a wrong password");
        Failure nobody = signInFailure(unknown, "a wrong password");
        assertThat(wrong).isEqualTo(nobody);
        assertThat(wrong.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void who_tries_one_password_after_the_other_has_to_wait_known_or_not() {
        for (String email : List.of(member(), newAddress())) {
            for (int i = 0; i < 5; i++) {
                assertThat(signInFailure(email, "wrong password " + i).reason())
                        .isEqualTo("SIGN_IN_REFUSED");
            }
            Failure slowed = slowedWithTheRightPassword(email);

            assertThat(slowed.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(slowed.retryAfter().orElseThrow()).isGreaterThanOrEqualTo(A_SECOND);
        }
    }

    /** A machine may take the second that has to be waited to get there; then it is tried again. */
    private static Failure slowedWithTheRightPassword(String email) {
        return await().atMost(SOON)
                .ignoreException(AssertionError.class)
                .until(
                        () -> {
                            for (int i = 0; i < 5; i++) {
                                signInFailure(email, "wrong again " + i);
                            }
                            return signInFailure(email, PASSWORD);
                        },
                        IdentityTest::isSlowed);
    }

    private static boolean isSlowed(Failure failure) {
        return failure.reason().equals("TOO_MANY_ATTEMPTS");
    }

    @Test
    void the_right_password_is_taken_again_after_the_wait() {
        String email = member();
        for (int i = 0; i < 5; i++) {
            signInFailure(email, "wrong password " + i);
        }

        Tokens tokens =
                await().atMost(SOON)
                        .ignoreException(StatusRuntimeException.class)
                        .until(() -> signIn(email, PASSWORD), Objects::nonNull);

        assertThat(tokens.getAccessToken()).isNotEmpty();
        assertThat(signInFailure(email, "wrong again").reason())
                .as("the right one wipes the slate")
                .isEqualTo("SIGN_IN_REFUSED");
    }

    @Test
    void five_codes_an_hour_are_sent_to_an_address() {
        String email = newAddress();
        for (int i = 0; i < 5; i++) {
            signUp(email, PASSWORD);
        }

        Failure sixth = Failure.of(() -> signUp(email, PASSWORD));

        assertThat(sixth.reason()).isEqualTo("TOO_MANY_ATTEMPTS");
        assertThat(sixth.retryAfter().orElseThrow())
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
    }

    @Test
    void a_refresh_that_is_sent_again_answers_the_same() {
        Tokens first = signIn(member(), PASSWORD);
        String request = RunningExchange.newId();

        Tokens second = refresh(request, first.getRefreshToken());

        assertThat(second.getRefreshToken()).isNotEqualTo(first.getRefreshToken());
        assertThat(second.getSessionId()).isEqualTo(first.getSessionId());
        assertThat(refresh(request, first.getRefreshToken()).getRefreshToken())
                .isEqualTo(second.getRefreshToken());
        Tokens third = refresh(RunningExchange.newId(), second.getRefreshToken());
        assertThat(as(third).getMe(GetMeRequest.getDefaultInstance()).getUserId())
                .isEqualTo(first.getUserId());
    }

    @Test
    void a_refresh_token_that_somebody_else_used_ends_the_session() {
        Tokens stolen = signIn(member(), PASSWORD);
        Tokens thiefs = refresh(RunningExchange.newId(), stolen.getRefreshToken());

        assertThat(refreshFailure(stolen.getRefreshToken())).isEqualTo("REFRESH_REFUSED");

        assertThat(refreshFailure(thiefs.getRefreshToken())).isEqualTo("REFRESH_REFUSED");
        await().atMost(A_SECOND).until(() -> reason(thiefs).equals("SESSION_ENDED"));
    }

    @Test
    void of_two_refreshes_at_once_one_wins_and_the_session_ends() {
        Tokens tokens = signIn(member(), PASSWORD);

        List<String> outcomes =
                atOnce(
                        8,
                        i ->
                                outcome(
                                        () ->
                                                refresh(
                                                        RunningExchange.newId(),
                                                        tokens.getRefreshToken())));

        assertThat(outcomes).filteredOn("OK"::equals).hasSizeLessThanOrEqualTo(1);
        assertThat(outcomes).allMatch(o -> o.equals("OK") || o.equals("REFRESH_REFUSED"));
        await().atMost(A_SECOND).until(() -> reason(tokens).equals("SESSION_ENDED"));
    }

    @Test
    void the_same_refresh_eight_times_at_once_answers_the_same_eight_times() {
        Tokens tokens = signIn(member(), PASSWORD);
        String request = RunningExchange.newId();

        List<String> next =
                atOnce(8, i -> refresh(request, tokens.getRefreshToken()).getRefreshToken());

        assertThat(next).hasSize(8);
        assertThat(next.stream().distinct()).hasSize(1);
    }

    @Test
    void what_is_no_refresh_token_of_ours_is_refused_and_ends_nothing() {
        Tokens tokens = signIn(member(), PASSWORD);
        String token = tokens.getRefreshToken();
        char last = token.charAt(token.length() - 5);
        String forged =
                token.substring(0, token.length() - 5)
                        + (last == 'A' ? 'B' : 'A')
                        + token.substring(token.length() - 4);

        for (String bad :
                List.of(
                        "x",
                        "mrt1.",
                        "mrt1.!!!!",
                        forged,
                        tokens.getAccessToken().substring(0, 150))) {
            assertThat(refreshFailure(bad)).as(bad).isEqualTo("REFRESH_REFUSED");
        }

        assertThat(refresh(RunningExchange.newId(), token).getSessionId())
                .isEqualTo(tokens.getSessionId());
    }

    @Test
    void who_signs_out_is_refused_within_a_second_and_their_streams_end() {
        String email = member();
        Tokens here = signIn(email, PASSWORD);
        Tokens there = signIn(email, PASSWORD);
        CompletableFuture<String> stream = stream(here);

        assertThat(as(here).signOut(SignOutRequest.getDefaultInstance()).getEnded()).isEqualTo(1);

        await().atMost(A_SECOND).until(() -> reason(here).equals("SESSION_ENDED"));
        await().atMost(A_SECOND).until(() -> stream.isDone());
        assertThat(stream.join()).isEqualTo("SESSION_ENDED");
        assertThat(refreshFailure(here.getRefreshToken())).isEqualTo("REFRESH_REFUSED");
        assertThat(sessions(there))
                .extracting(Session::getSessionId)
                .containsExactly(there.getSessionId());
        assertThat(sessions(there).getFirst().getCurrent()).isTrue();
    }

    @Test
    void all_sessions_end_at_once_and_nobody_ends_those_of_others() {
        String email = member();
        Tokens one = signIn(email, PASSWORD);
        Tokens two = signIn(email, PASSWORD);
        Tokens stranger = signIn(member(), PASSWORD);

        Failure notTheirs =
                Failure.of(
                        () ->
                                as(stranger)
                                        .signOut(
                                                SignOutRequest.newBuilder()
                                                        .setSessionId(one.getSessionId())
                                                        .build()));
        int ended =
                as(one).signOut(SignOutRequest.newBuilder().setEverywhere(true).build()).getEnded();

        assertThat(notTheirs.reason()).isEqualTo("SESSION_NOT_FOUND");
        assertThat(ended).isEqualTo(2);
        await().atMost(A_SECOND).until(() -> reason(two).equals("SESSION_ENDED"));
        assertThat(reason(stranger)).isEqualTo("OK");
    }

    @Test
    void another_password_ends_the_other_sessions() {
        String email = member();
        Tokens here = signIn(email, PASSWORD);
        Tokens there = signIn(email, PASSWORD);

        assertThat(
                        Failure.of(
                                        () ->
                                                changePassword(
                                                        here,
                                                        "not " + PASSWORD,
                                                        "another password"))
                                .reason())
                .isEqualTo("SIGN_IN_REFUSED");
        assertThat(changePassword(here, PASSWORD, "another password")).isEqualTo(1);

        await().atMost(A_SECOND).until(() -> reason(there).equals("SESSION_ENDED"));
        assertThat(reason(here)).isEqualTo("OK");
        assertThat(signInFailure(email, PASSWORD).reason()).isEqualTo("SIGN_IN_REFUSED");
        assertThat(signIn(email, "another password").getUserId()).isEqualTo(here.getUserId());
    }

    @Test
    void who_has_forgotten_a_password_sets_another_once_and_all_sessions_end() {
        String email = member();
        Tokens before = signIn(email, PASSWORD);
        for (int i = 0; i < 5; i++) {
            signInFailure(email, "forgotten password " + i);
        }
        String code = resetCode(email);

        assertThat(reset(code, "a new password")).isEqualTo(1);

        assertThat(reset(code, "a new password")).as("the same again").isZero();
        assertThat(Failure.of(() -> reset(code, "yet another password")).reason())
                .isEqualTo("CODE_REFUSED");
        await().atMost(A_SECOND).until(() -> reason(before).equals("SESSION_ENDED"));
        assertThat(signIn(email, "a new password").getUserId())
                .as("at once, whatever was tried before")
                .isEqualTo(before.getUserId());
        assertThat(signInFailure(email, PASSWORD).reason()).isEqualTo("SIGN_IN_REFUSED");
    }

    @Test
    void of_two_passwords_set_with_one_code_at_once_one_counts() {
        String email = member();
        String code = resetCode(email);

        List<String> outcomes = atOnce(4, i -> outcome(() -> reset(code, "a new password " + i)));

        assertThat(outcomes).filteredOn("OK"::equals).hasSize(1);
        assertThat(outcomes).filteredOn("CODE_REFUSED"::equals).hasSize(3);
        assertThat(signIn(email, "a new password " + outcomes.indexOf("OK")).getUserId())
                .isNotEmpty();
    }

    @Test
    void an_address_without_an_account_gets_the_same_answer_and_no_letter() {
        String unknown = newAddress();
        String known = member();

        for (int i = 0; i < 5; i++) {
            requestReset(unknown);
        }

        assertThat(Failure.of(() -> requestReset(unknown)).reason()).isEqualTo("TOO_MANY_ATTEMPTS");
        resetCode(known);
        assertThat(letters(unknown)).isEmpty();
    }

    private static void requestReset(String email) {
        anybody()
                .requestPasswordReset(
                        RequestPasswordResetRequest.newBuilder().setEmail(email).build());
    }

    /** The code of the second letter to somebody, after the one they signed up with. */
    private static String resetCode(String email) {
        String first = codeFor(email);
        requestReset(email);
        return codeFor(email, 2).stream()
                .filter(code -> !code.equals(first))
                .findAny()
                .orElseThrow();
    }

    private static int reset(String code, String password) {
        return anybody()
                .resetPassword(
                        ResetPasswordRequest.newBuilder()
                                .setCode(code)
                                .setNewPassword(password)
                                .build())
                .getEnded();
    }

    @Test
    void who_was_imported_with_bcrypt_signs_in_and_has_argon2_from_then_on() throws SQLException {
        String email = member();
        String bcrypt = "{bcrypt}" + new BCryptPasswordEncoder(4).encode("of old times");
        execute(
                "update credentials set password_hash = '%s' where email = '%s'"
                        .formatted(bcrypt, email));

        signIn(email, "of old times");

        assertThat(
                        value(
                                "select password_hash from credentials where email = '%s'"
                                        .formatted(email)))
                .startsWith("{argon2}");
        assertThat(signIn(email, "of old times").getUserId()).isNotEmpty();
    }

    @Test
    void more_passwords_than_can_be_hashed_are_turned_away_with_a_time_to_wait() {
        String email = member();

        List<Failure> failures =
                atOnce(100, i -> failure(() -> signUp(newAddress(), PASSWORD))).stream()
                        .flatMap(Optional::stream)
                        .toList();

        assertThat(failures).isNotEmpty();
        assertThat(failures)
                .allSatisfy(
                        failure -> {
                            assertThat(failure.reason()).isEqualTo("SERVER_BUSY");
                            assertThat(failure.retryAfter()).contains(A_SECOND);
                        });
        assertThat(signIn(email, PASSWORD).getUserId()).isNotEmpty();
    }

    @Test
    void without_a_client_id_nobody_signs_in_with_google() {
        assertThat(
                        Failure.of(
                                        () ->
                                                anybody()
                                                        .signInWithGoogle(
                                                                SignInWithGoogleRequest.newBuilder()
                                                                        .setIdToken("x")
                                                                        .build()))
                                .reason())
                .isEqualTo("IDENTITY_OFF");
    }

    @Test
    void what_cannot_be_an_address_or_a_password_is_refused_naming_the_field() {
        for (String email :
                List.of(
                        "",
                        "x",
                        "x@y",
                        "a b@example.com",
                        "x@example.com\nBcc: y@example.com",
                        "x".repeat(250) + "@example.com")) {
            assertThat(Failure.of(() -> signUp(email, PASSWORD)).fields())
                    .as(email)
                    .containsExactly("email");
        }
        for (String password :
                List.of("", "too short", "with\u0000control characters", "x".repeat(129))) {
            assertThat(Failure.of(() -> signUp(newAddress(), password)).fields())
                    .containsExactly("password");
        }
        assertThat(Failure.of(() -> verify("")).fields()).containsExactly("code");
        assertThat(Failure.of(() -> refresh("", "x")).fields()).containsExactly("request_id");
        assertThat(Failure.of(() -> refresh(RunningExchange.newId(), "")).fields())
                .containsExactly("refresh_token");
    }

    private static int changePassword(Tokens tokens, String from, String to) {
        return as(tokens)
                .changePassword(
                        ChangePasswordRequest.newBuilder()
                                .setOldPassword(from)
                                .setNewPassword(to)
                                .build())
                .getEnded();
    }

    private static List<Session> sessions(Tokens tokens) {
        return as(tokens).listSessions(ListSessionsRequest.getDefaultInstance()).getSessionsList();
    }

    /** Ends with the reason that a stream of prices ended for. */
    private static CompletableFuture<String> stream(Tokens tokens) {
        var prices =
                PriceServiceGrpc.newBlockingStub(channel(tokens))
                        .streamPrices(
                                StreamPricesRequest.newBuilder()
                                        .addAssetIds(exchange.asset("1", "0"))
                                        .build());
        prices.next();
        return CompletableFuture.supplyAsync(
                () -> outcome(() -> prices.forEachRemaining(price -> {})));
    }

    private static String reason(Tokens tokens) {
        return outcome(() -> as(tokens).getMe(GetMeRequest.getDefaultInstance()));
    }

    private static String outcome(Runnable call) {
        return failure(call).map(Failure::reason).orElse("OK");
    }

    private static Optional<Failure> failure(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (StatusRuntimeException refused) {
            return Optional.of(
                    Failure.of(
                            () -> {
                                throw refused;
                            }));
        }
    }

    private static <T> List<T> atOnce(int times, IntFunction<T> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<T>> all =
                    IntStream.range(0, times)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.supplyAsync(
                                                    () -> work.apply(i), threads))
                            .toList();
            return all.stream().map(CompletableFuture::join).toList();
        }
    }

    /** The address of somebody who has an account. */
    private static String member() {
        String email = newAddress();
        signUp(email, PASSWORD);
        verify(codeFor(email));
        return email;
    }

    private static String newAddress() {
        return UUID.randomUUID() + "@example.com";
    }

    private static IdentityServiceBlockingStub anybody() {
        return IdentityServiceGrpc.newBlockingStub(exchange.channel());
    }

    private static IdentityServiceBlockingStub as(Tokens tokens) {
        return IdentityServiceGrpc.newBlockingStub(channel(tokens));
    }

    private static Channel channel(Tokens tokens) {
        Metadata headers = new Metadata();
        headers.put(TestServer.AUTHORIZATION, "Bearer " + tokens.getAccessToken());
        return ClientInterceptors.intercept(
                exchange.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static void signUp(String email, String password) {
        anybody().signUp(SignUpRequest.newBuilder().setEmail(email).setPassword(password).build());
    }

    private static String verify(String code) {
        return anybody()
                .verifyEmail(VerifyEmailRequest.newBuilder().setCode(code).build())
                .getUserId();
    }

    private static String codeFailure(String code) {
        return Failure.of(() -> verify(code)).reason();
    }

    private static Tokens signIn(String email, String password) {
        return anybody()
                .signIn(SignInRequest.newBuilder().setEmail(email).setPassword(password).build())
                .getTokens();
    }

    private static Failure signInFailure(String email, String password) {
        return Failure.of(() -> signIn(email, password));
    }

    private static Tokens refresh(String request, String token) {
        return anybody()
                .refresh(
                        RefreshRequest.newBuilder()
                                .setRequestId(request)
                                .setRefreshToken(token)
                                .build())
                .getTokens();
    }

    private static String refreshFailure(String token) {
        return Failure.of(() -> refresh(RunningExchange.newId(), token)).reason();
    }

    private static String codeFor(String email) {
        return codeFor(email, 1).getFirst();
    }

    /** The codes of letters to an address, once there are so many. */
    private static List<String> codeFor(String email, int count) {
        await().pollInterval(OFTEN).atMost(SOON).until(() -> letters(email).size() >= count);
        return letters(email).stream()
                .flatMap(String::lines)
                .filter(line -> line.matches("[A-Za-z0-9_-]{43}"))
                .toList();
    }

    private static List<String> letters(String email) {
        Path mail = folder.resolve("mail");
        if (!Files.exists(mail)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(mail)) {
            return files.filter(file -> file.getFileName().toString().startsWith(email))
                    .map(IdentityTest::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(
                exchange.context().getBean(DatabaseAddress.class).applicationUrl());
    }
}
