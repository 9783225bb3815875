package io.megatron.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.megatron.identity.v1.RequestPasswordResetRequest;
import io.megatron.identity.v1.SignInRequest;
import io.megatron.identity.v1.SignUpRequest;
import io.megatron.identity.v1.VerifyEmailRequest;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many passwords are hashed for whom: what takes time, and so what time could tell. */
class SameWorkTest {
    private static final String PASSWORD = "correct horse battery";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Pattern CODE = Pattern.compile("^[A-Za-z0-9_-]{43}$", Pattern.MULTILINE);

    @TempDir private static Path folder;

    private static RunningExchange exchange;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder, Map.of("MEGATRON_PASSWORD_QUEUE", "1"));
    }

    @AfterAll
    static void stop() {
        exchange.closeReconciled();
    }

    @Test
    void a_sign_in_hashes_one_password_whether_or_not_its_address_is_known() throws Exception {
        String known = member();
        double before = hashed();

        assertThat(signInFailure(newAddress())).isEqualTo("SIGN_IN_REFUSED");
        double forUnknown = hashed() - before;
        assertThat(signInFailure(known)).isEqualTo("SIGN_IN_REFUSED");
        double forKnown = hashed() - before - forUnknown;

        assertThat(forUnknown).isEqualTo(1);
        assertThat(forKnown).isEqualTo(1);
    }

    @Test
    void so_does_a_sign_up_and_asking_for_another_password_hashes_none() throws Exception {
        String known = member();
        double before = hashed();

        signUp(newAddress());
        assertThat(hashed() - before).isEqualTo(1);
        signUp(known);
        assertThat(hashed() - before).isEqualTo(2);
        reset(newAddress());
        reset(known);
        assertThat(hashed() - before).isEqualTo(2);
    }

    /** Or a flood of sign-ins would lock out whoever got none of its places. */
    @Test
    void who_is_turned_away_for_lack_of_room_has_tried_nothing() throws Exception {
        String email = member();

        List<String> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(callers.submit(() -> signInOutcome(email)));
            }
            for (Future<String> call : calls) {
                answers.add(call.get());
            }
        }

        assertThat(answers)
                .as("more than may be wrong")
                .filteredOn("SERVER_BUSY"::equals)
                .hasSizeGreaterThan(10);
        assertThat(answers).allMatch(answer -> List.of("OK", "SERVER_BUSY").contains(answer));
        assertThat(signInOutcome(email)).isEqualTo("OK");
    }

    private static double hashed() {
        return exchange.context()
                .getBean(MeterRegistry.class)
                .get("megatron.passwords.hashed")
                .counter()
                .count();
    }

    private static IdentityServiceBlockingStub identity() {
        return IdentityServiceGrpc.newBlockingStub(exchange.channel());
    }

    private static String newAddress() {
        return UUID.randomUUID() + "@example.com";
    }

    private static void signUp(String email) {
        var _ =
                identity()
                        .signUp(
                                SignUpRequest.newBuilder()
                                        .setEmail(email)
                                        .setPassword(PASSWORD)
                                        .build());
    }

    private static void reset(String email) {
        var _ =
                identity()
                        .requestPasswordReset(
                                RequestPasswordResetRequest.newBuilder().setEmail(email).build());
    }

    private static String signInFailure(String email) {
        return Failure.of(() -> signIn(email, "a wrong password")).reason();
    }

    private static String signInOutcome(String email) {
        try {
            signIn(email, PASSWORD);
            return "OK";
        } catch (StatusRuntimeException refused) {
            return Failure.of(
                            () -> {
                                throw refused;
                            })
                    .reason();
        }
    }

    private static void signIn(String email, String password) {
        var _ =
                identity()
                        .signIn(
                                SignInRequest.newBuilder()
                                        .setEmail(email)
                                        .setPassword(password)
                                        .build());
    }

    private static String member() {
        String email = newAddress();
        signUp(email);
        String code = await().atMost(SOON).until(() -> code(email), found -> !found.isEmpty());
        var _ = identity().verifyEmail(VerifyEmailRequest.newBuilder().setCode(code).build());
        return email;
    }

    /** Empty while the letter is on its way. */
    private static String code(String email) throws IOException {
        Path mail = folder.resolve("mail");
        if (!Files.exists(mail)) {
            return "";
        }
        try (Stream<Path> letters = Files.list(mail)) {
            for (Path letter : letters.toList()) {
                if (letter.getFileName().toString().startsWith(email)) {
                    Matcher code = CODE.matcher(Files.readString(letter));
                    return code.find() ? code.group() : "";
                }
            }
        }
        return "";
    }
}
