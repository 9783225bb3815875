package io.megatron.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.megatron.core.identity.EmailAddress;
import io.megatron.core.identity.Mailing;
import io.megatron.core.ledger.DatabaseAddress;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.identity.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import io.megatron.identity.v1.RequestPasswordResetRequest;
import io.megatron.identity.v1.SignInRequest;
import io.megatron.identity.v1.SignUpRequest;
import io.megatron.identity.v1.VerifyEmailRequest;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mail.MailException;

/** Letters go to a mail server, and what the server does with them is nobody else's business. */
class MailTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String PASSWORD = "correct horse battery";
    private static final String LOOPBACK = "127.0.0.1";

    @TempDir private Path folder;

    private GreenMail server =
            new GreenMail(new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void startServer() {
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    @Test
    void in_production_an_account_is_opened_by_the_code_of_a_mail() throws Exception {
        server.setUser("megatron@example.com", "megatron", "the mail server's own");
        try (RunningExchange exchange =
                production(
                        server.getSmtp().getPort(),
                        Map.of(
                                "MEGATRON_MAIL_USER", "megatron",
                                "MEGATRON_MAIL_PASSWORD", "the mail server's own"))) {
            signUp(exchange, "Ann+exchange@Example.com");

            assertThat(server.waitForIncomingEmail(SOON.toMillis(), 1)).isTrue();
            MimeMessage letter = server.getReceivedMessages()[0];
            assertThat(letter.getFrom())
                    .extracting(Object::toString)
                    .containsExactly("no-reply@megatron.example");
            assertThat(letter.getAllRecipients())
                    .extracting(Object::toString)
                    .containsExactly("ann+exchange@example.com");
            assertThat(letter.getSubject()).isEqualTo("Your code for Megatron");
            String user =
                    anybody(exchange)
                            .verifyEmail(
                                    VerifyEmailRequest.newBuilder().setCode(code(letter)).build())
                            .getUserId();
            assertThat(
                            anybody(exchange)
                                    .signIn(
                                            SignInRequest.newBuilder()
                                                    .setEmail("ann+exchange@example.com")
                                                    .setPassword(PASSWORD)
                                                    .build())
                                    .getTokens()
                                    .getUserId())
                    .isEqualTo(user);
            assertThat(folder.resolve("mail"))
                    .as("where letters lie in development")
                    .doesNotExist();
        }
    }

    @Test
    void in_production_without_a_mail_server_nobody_signs_up() throws IOException {
        try (RunningExchange exchange =
                RunningExchange.start(folder, Map.of("MEGATRON_ENVIRONMENT", "production"))) {
            assertThat(Failure.of(() -> signUp(exchange, "ann@example.com")).reason())
                    .isEqualTo("IDENTITY_OFF");
        }
    }

    @Test
    void a_server_that_refuses_or_is_not_there_or_never_answers_changes_no_answer()
            throws Exception {
        try (Deaf deaf = new Deaf();
                RunningExchange exchange = production(deaf.port(), Map.of())) {
            for (String greeting : List.of("554 no mail today\r\n", "")) {
                int before = deaf.callers();
                deaf.greetWith(greeting);
                signsUpAtOnce(exchange);
                await().atMost(SOON).until(() -> deaf.callers() > before);
            }
            deaf.close();
            signsUpAtOnce(exchange);
            assertThat(rows(exchange, "sign_ups")).isEqualTo(3);
        }
    }

    private static void signsUpAtOnce(RunningExchange exchange) {
        String email = UUID.randomUUID() + "@example.com";
        long begun = System.nanoTime();
        signUp(exchange, email);
        anybody(exchange)
                .requestPasswordReset(
                        RequestPasswordResetRequest.newBuilder().setEmail(email).build());
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("nobody waits for the mail server")
                .isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_letter_that_was_refused_is_handed_over_again() throws Exception {
        int port = server.getSmtp().getPort();
        server.stop();
        try (RunningExchange exchange = production(port, Map.of())) {
            signUp(exchange, "ann@example.com");
            server = new GreenMail(new ServerSetup(port, LOOPBACK, ServerSetup.PROTOCOL_SMTP));
            server.start();

            assertThat(server.waitForIncomingEmail(SOON.toMillis(), 1)).isTrue();
            await().during(Duration.ofSeconds(2))
                    .until(() -> server.getReceivedMessages().length == 1);
        }
    }

    @Test
    void no_address_makes_a_second_recipient_or_another_header() throws Exception {
        MailServer mail = new MailServer(settings(server.getSmtp().getPort(), "none"));
        for (String crooked :
                List.of(
                        "ann@example.com\r\nBcc: eve@example.com",
                        "ann@example.com\nSubject: hello",
                        "ann@example.com,eve@example.com",
                        "ann@example.com>\r\nRCPT TO:<eve@example.com",
                        "ann@example.com eve@example.com",
                        "eve@example.com;ann@example.com",
                        "ann\u0000@example.com",
                        "<eve@example.com>ann@example.com")) {
            assertThatThrownBy(() -> EmailAddress.parse(crooked))
                    .as(crooked)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> mail.send(letter(crooked)))
                    .as("even if it came so far: %s", crooked)
                    .isInstanceOf(MailException.class);
        }
        for (String plain : List.of("o'hara+x@example.com", "a/b%c!d@example.co.uk")) {
            mail.send(letter(EmailAddress.parse(plain).text()));
        }

        assertThat(server.getReceivedMessages())
                .extracting(MailTest::recipients)
                .containsExactly("o'hara+x@example.com", "a/b%c!d@example.co.uk");
    }

    @Test
    void the_same_mailbox_written_with_comments_or_quotes_is_no_address() {
        for (String same :
                List.of(
                        "(1)ann@example.com",
                        "\"ann\"@example.com",
                        ".ann@example.com",
                        "ann.@example.com",
                        "an..n@example.com",
                        "ann@[127.0.0.1]")) {
            assertThatThrownBy(() -> EmailAddress.parse(same))
                    .as(same)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_server_that_cannot_say_who_it_is_or_does_not_encrypt_gets_no_letter() {
        GreenMail encrypted =
                new GreenMail(new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTPS));
        encrypted.start();
        try {
            assertThatThrownBy(
                            () ->
                                    new MailServer(settings(encrypted.getSmtps().getPort(), "tls"))
                                            .send(letter("ann@example.com")))
                    .as("nobody vouches for its certificate")
                    .isInstanceOf(MailException.class);
            assertThatThrownBy(
                            () ->
                                    new MailServer(settings(server.getSmtp().getPort(), "starttls"))
                                            .send(letter("ann@example.com")))
                    .isInstanceOf(MailException.class);
            assertThat(encrypted.getReceivedMessages()).isEmpty();
            assertThat(server.getReceivedMessages()).isEmpty();
        } finally {
            encrypted.stop();
        }
    }

    @Test
    void settings_that_do_not_go_together_are_told_at_the_start() {
        assertThatThrownBy(
                        () ->
                                new MailSettings(
                                        LOOPBACK,
                                        25,
                                        null,
                                        null,
                                        " ",
                                        MailSettings.Encryption.TLS,
                                        SOON))
                .hasMessageContaining("MEGATRON_MAIL_FROM");
        assertThatThrownBy(
                        () ->
                                new MailSettings(
                                        LOOPBACK,
                                        25,
                                        "me",
                                        null,
                                        "a@b.cc",
                                        MailSettings.Encryption.TLS,
                                        SOON))
                .hasMessageContaining("MEGATRON_MAIL_PASSWORD");
        assertThatThrownBy(
                        () ->
                                new MailSettings(
                                        LOOPBACK,
                                        0,
                                        null,
                                        null,
                                        "a@b.cc",
                                        MailSettings.Encryption.TLS,
                                        SOON))
                .hasMessageContaining("MEGATRON_MAIL_PORT");
        assertThatThrownBy(
                        () ->
                                new MailServer(
                                        new MailSettings(
                                                LOOPBACK,
                                                25,
                                                null,
                                                null,
                                                "nobody, somebody",
                                                MailSettings.Encryption.TLS,
                                                SOON)))
                .hasMessageContaining("MEGATRON_MAIL_FROM");
        assertThat(
                        new MailSettings(
                                        LOOPBACK,
                                        25,
                                        "me",
                                        "hush",
                                        "a@b.cc",
                                        MailSettings.Encryption.TLS,
                                        SOON)
                                .toString())
                .doesNotContain("hush");
    }

    private RunningExchange production(int port, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("MEGATRON_ENVIRONMENT", "production");
        settings.put("MEGATRON_MAIL_HOST", LOOPBACK);
        settings.put("MEGATRON_MAIL_PORT", Integer.toString(port));
        settings.put("MEGATRON_MAIL_FROM", "no-reply@megatron.example");
        settings.put("MEGATRON_MAIL_ENCRYPTION", "none");
        return RunningExchange.start(folder, settings);
    }

    private static MailSettings settings(int port, String encryption) {
        return new MailSettings(
                LOOPBACK,
                port,
                null,
                null,
                "no-reply@megatron.example",
                MailSettings.Encryption.valueOf(encryption.toUpperCase(Locale.ROOT)),
                Duration.ofSeconds(5));
    }

    private static Mailing.Letter letter(String to) {
        return new Mailing.Letter(new EmailAddress(to), "A letter", "For you.\n");
    }

    private static void signUp(RunningExchange exchange, String email) {
        anybody(exchange)
                .signUp(SignUpRequest.newBuilder().setEmail(email).setPassword(PASSWORD).build());
    }

    private static IdentityServiceBlockingStub anybody(RunningExchange exchange) {
        return IdentityServiceGrpc.newBlockingStub(exchange.channel());
    }

    private static String code(MimeMessage letter) throws IOException, MessagingException {
        return letter.getContent()
                .toString()
                .lines()
                .filter(line -> line.matches("[A-Za-z0-9_-]{43}"))
                .findAny()
                .orElseThrow();
    }

    private static String recipients(MimeMessage letter) {
        try {
            assertThat(letter.getRecipients(RecipientType.BCC)).isNull();
            assertThat(letter.getSubject()).isEqualTo("A letter");
            return String.join(
                    " ", Arrays.stream(letter.getAllRecipients()).map(Object::toString).toList());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long rows(RunningExchange exchange, String table) throws SQLException {
        String url = exchange.context().getBean(DatabaseAddress.class).applicationUrl();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from " + table)) {
            count.next();
            return count.getLong(1);
        }
    }

    /** A server that says one thing, or nothing, and hears nobody. */
    private static final class Deaf implements AutoCloseable {
        private final ServerSocket socket =
                new ServerSocket(0, 50, InetAddress.getByName(LOOPBACK));
        private final AtomicInteger callers = new AtomicInteger();
        private volatile String greeting = "";

        Deaf() throws IOException {
            Thread.ofVirtual().start(this::greet);
        }

        private void greet() {
            List<Socket> open = new ArrayList<>();
            try {
                while (true) {
                    Socket caller = socket.accept();
                    open.add(caller);
                    callers.incrementAndGet();
                    caller.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException closed) {
                open.forEach(Deaf::hangUp);
            }
        }

        private static void hangUp(Socket caller) {
            try {
                caller.close();
            } catch (IOException gone) {
                throw new IllegalStateException(gone);
            }
        }

        void greetWith(String words) {
            greeting = words;
        }

        int port() {
            return socket.getLocalPort();
        }

        int callers() {
            return callers.get();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
