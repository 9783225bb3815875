package io.megatron.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.identity.v1.ChangePasswordRequest;
import io.megatron.identity.v1.GetMeRequest;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.megatron.identity.v1.RefreshRequest;
import io.megatron.identity.v1.RequestPasswordResetRequest;
import io.megatron.identity.v1.ResetPasswordRequest;
import io.megatron.identity.v1.SignInRequest;
import io.megatron.identity.v1.SignInWithGoogleRequest;
import io.megatron.identity.v1.SignUpRequest;
import io.megatron.identity.v1.Tokens;
import io.megatron.identity.v1.VerifyEmailRequest;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.TestBackend;
import io.megatron.server.TestServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;

/** What nobody else may see is in no log at any level, no metric, no error and no audit row. */
class SecretsInLogsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String EMAIL = "ann@example.com";
    private static final List<String> PASSWORDS =
            List.of(
                    "first-Password-1",
                    "second-Password-2",
                    "third-Password-3",
                    "wrong-Password-4");
    private static final Map<String, String> KEYS =
            Map.of(
                    "MEGATRON_SIGNALS_MODEL_KEY", "the-key-of-the-model",
                    "MEGATRON_SIGNALS_SEARCH_KEY", "the-key-of-the-search",
                    "MEGATRON_MAIL_PASSWORD", "the-password-of-the-mail-server");

    @TempDir private static Path folder;

    private final GreenMail mail =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private final List<String> errors = new ArrayList<>();

    @BeforeEach
    void startMailServer() {
        mail.start();
        mail.setUser("megatron@example.com", "megatron", KEYS.get("MEGATRON_MAIL_PASSWORD"));
    }

    /**
     * What a server is told about its logs stays with the process, and others start servers in it.
     */
    @AfterEach
    void forgetSettings() {
        for (LoggingSystemProperty setting : LoggingSystemProperty.values()) {
            System.clearProperty(setting.getEnvironmentVariableName());
        }
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel("ROOT", LogLevel.INFO);
        mail.stop();
    }

    @Test
    void nothing_secret_is_written_down() throws IOException, SQLException {
        Path log = folder.resolve("all.log");
        Set<String> secrets = new LinkedHashSet<>(PASSWORDS);
        secrets.addAll(KEYS.values());
        String written;
        Map<String, String> settings = new HashMap<>(KEYS);
        settings.put("MEGATRON_MAIL_HOST", "127.0.0.1");
        settings.put("MEGATRON_MAIL_PORT", Integer.toString(mail.getSmtp().getPort()));
        settings.put("MEGATRON_MAIL_USER", "megatron");
        settings.put("MEGATRON_MAIL_FROM", "no-reply@megatron.example");
        settings.put("MEGATRON_MAIL_ENCRYPTION", "none");
        // The server of the test, which lives in this process, tells of every letter it takes.
        settings.put("logging.level.com.icegreen", "off");
        settings.put("logging.level.root", "trace");
        settings.put("logging.file.name", log.toString());
        settings.put("logging.threshold.console", "off");
        // Born with a fee of its own, so that what migrates it is logged as well.
        settings.put("MEGATRON_FEE_BPS", "40");
        try (TestGoogle google = new TestGoogle();
                RunningExchange exchange =
                        RunningExchange.start(folder, withGoogle(settings, google))) {
            secrets.addAll(signUpAndInAndOut(exchange));
            secrets.addAll(comeByGoogle(exchange, google));
            secrets.addAll(comeThroughABackend(exchange));
            written =
                    exchange.context().getBean(PrometheusMeterRegistry.class).scrape()
                            + everyRow(exchange, "audit_entries")
                            + everyRow(exchange, "requests")
                            + everyRow(exchange, "outbox")
                            + errors;
        }
        secrets.addAll(linesOfTheKey());

        String logged = Files.readString(log, StandardCharsets.ISO_8859_1);

        assertThat(logged).as("it is a log at TRACE").contains("TRACE");
        for (String secret : secrets) {
            for (String form : forms(secret)) {
                assertThat(logged.contains(form))
                        .as("%s is in the log: %s", secret, around(logged, form))
                        .isFalse();
                assertThat(written.contains(form)).as("%s is written down", secret).isFalse();
            }
        }
        assertThat(logged.contains("$argon2id$"))
                .as("a hash of a password: %s", around(logged, "$argon2id$"))
                .isFalse();
    }

    private Set<String> signUpAndInAndOut(RunningExchange exchange) throws IOException {
        IdentityServiceBlockingStub anybody =
                IdentityServiceGrpc.newBlockingStub(exchange.channel());
        anybody.signUp(
                SignUpRequest.newBuilder().setEmail(EMAIL).setPassword(PASSWORDS.get(0)).build());
        String code = codes(1).getFirst();
        anybody.verifyEmail(VerifyEmailRequest.newBuilder().setCode(code).build());
        refused(
                () ->
                        anybody.verifyEmail(
                                VerifyEmailRequest.newBuilder().setCode(code + "x").build()));
        Tokens tokens = signIn(anybody, PASSWORDS.get(0));
        refused(() -> signIn(anybody, PASSWORDS.get(3)));
        Tokens next =
                anybody.refresh(
                                RefreshRequest.newBuilder()
                                        .setRequestId(RunningExchange.newId())
                                        .setRefreshToken(tokens.getRefreshToken())
                                        .build())
                        .getTokens();
        Metadata headers = new Metadata();
        headers.put(TestServer.AUTHORIZATION, "Bearer " + next.getAccessToken());
        anybody.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .changePassword(
                        ChangePasswordRequest.newBuilder()
                                .setOldPassword(PASSWORDS.get(0))
                                .setNewPassword(PASSWORDS.get(1))
                                .build());
        anybody.requestPasswordReset(
                RequestPasswordResetRequest.newBuilder().setEmail(EMAIL).build());
        List<String> codes = codes(2);
        String reset = codes.stream().filter(other -> !other.equals(code)).findAny().orElseThrow();
        anybody.resetPassword(
                ResetPasswordRequest.newBuilder()
                        .setCode(reset)
                        .setNewPassword(PASSWORDS.get(2))
                        .build());
        return new LinkedHashSet<>(
                List.of(
                        code,
                        reset,
                        tokens.getAccessToken(),
                        tokens.getRefreshToken(),
                        next.getAccessToken(),
                        next.getRefreshToken(),
                        "asked for an account with this address"));
    }

    private static Map<String, String> withGoogle(Map<String, String> settings, TestGoogle google) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("MEGATRON_GOOGLE_CLIENT_ID", TestGoogle.CLIENT);
        all.put("MEGATRON_GOOGLE_JWKS_URI", google.keysUri().toString());
        return all;
    }

    private Set<String> comeByGoogle(RunningExchange exchange, TestGoogle google) {
        IdentityServiceBlockingStub anybody =
                IdentityServiceGrpc.newBlockingStub(exchange.channel());
        String good = google.says("1", "bob@example.com");
        String bad = google.says(claims -> claims.audience("another-client"));
        Tokens tokens =
                anybody.signInWithGoogle(
                                SignInWithGoogleRequest.newBuilder().setIdToken(good).build())
                        .getTokens();
        refused(
                () ->
                        anybody.signInWithGoogle(
                                SignInWithGoogleRequest.newBuilder().setIdToken(bad).build()));
        return Set.of(good, bad, tokens.getAccessToken(), tokens.getRefreshToken());
    }

    private Set<String> comeThroughABackend(RunningExchange exchange) {
        TestBackend backend = TestBackend.register(exchange);
        UUID user = exchange.traderWith("1").id();
        String good = backend.assertion(claims -> claims);
        String bad = backend.assertion(claims -> claims.audience("somebody-else"));
        String token = backend.exchange(good, user);
        IdentityServiceGrpc.newBlockingStub(backend.channel(token))
                .getMe(GetMeRequest.getDefaultInstance());
        refused(() -> backend.exchange(good, user));
        refused(() -> backend.exchange(bad, user));
        return Set.of(good, bad, token);
    }

    private static Tokens signIn(IdentityServiceBlockingStub anybody, String password) {
        return anybody.signIn(
                        SignInRequest.newBuilder().setEmail(EMAIL).setPassword(password).build())
                .getTokens();
    }

    private void refused(Runnable call) {
        errors.add(Failure.of(call::run).text());
    }

    private List<String> codes(int letters) {
        return await().atMost(SOON).until(this::codes, found -> found.size() == letters);
    }

    private List<String> codes() throws IOException, MessagingException {
        List<String> codes = new ArrayList<>();
        for (MimeMessage letter : mail.getReceivedMessages()) {
            letter.getContent()
                    .toString()
                    .lines()
                    .filter(line -> line.matches("[A-Za-z0-9_-]{43}"))
                    .forEach(codes::add);
        }
        return codes;
    }

    private static List<String> linesOfTheKey() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path key =
                    files.filter(file -> file.getFileName().toString().startsWith("private-"))
                            .findFirst()
                            .orElseThrow();
            return Files.readAllLines(key).stream()
                    .filter(line -> !line.startsWith("-----"))
                    .limit(5)
                    .toList();
        }
    }

    /** As it is, as a dump of bytes shows it, and as base64 does. */
    private static List<String> forms(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return List.of(
                secret,
                HexFormat.of().formatHex(bytes),
                HexFormat.ofDelimiter(" ").formatHex(bytes),
                base64.substring(0, base64.length() - 2));
    }

    private static String around(String text, String found) {
        int at = text.indexOf(found);
        return at < 0 ? "" : text.substring(Math.max(0, at - 300), at + found.length());
    }

    private static String everyRow(RunningExchange exchange, String table) throws SQLException {
        String url = exchange.context().getBean(DatabaseAddress.class).applicationUrl();
        StringBuilder rows = new StringBuilder();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery("select t::text from " + table + " t")) {
            while (all.next()) {
                rows.append(all.getString(1)).append('\n');
            }
        }
        return rows.toString();
    }
}
