package io.megatron.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.megatron.server.TestServer;
import io.megatron.server.runtime.Authority.Issued;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of the server and of its clients, over the network. */
class TlsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private Path folder;

    private Authority ours;
    private Authority foreign;
    private Issued server;

    @BeforeEach
    void authorities() throws Exception {
        ours = new Authority(folder, "ours");
        foreign = new Authority(folder, "foreign");
        server = ours.issue("server");
    }

    @Test
    void only_who_trusts_the_server_and_speaks_tls_is_served() throws Exception {
        try (TestServer running = TestServer.start(folder, server.asServer())) {
            assertThat(call(running, trusting(ours).build())).isEqualTo("SERVING");
            assertThat(call(running, trusting(foreign).build())).isEqualTo("UNAVAILABLE");
            assertThat(call(running, InsecureChannelCredentials.create())).isEqualTo("UNAVAILABLE");
        }
    }

    @Test
    void a_renewed_certificate_is_shown_without_a_restart() throws Exception {
        try (TestServer running = TestServer.start(folder, server.asServer())) {
            X509Certificate before = shown(running);
            double expiry = expiry(running);

            ours.issue("server", Duration.ofDays(5));

            await().atMost(SOON)
                    .until(
                            () ->
                                    !shown(running)
                                            .getSerialNumber()
                                            .equals(before.getSerialNumber()));
            assertThat(expiry(running)).isGreaterThan(expiry);
            assertThat(call(running, trusting(ours).build())).isEqualTo("SERVING");
        }
    }

    @Test
    void what_cannot_be_used_leaves_the_certificate_as_it_is() throws Exception {
        try (TestServer running = TestServer.start(folder, server.asServer())) {
            X509Certificate before = shown(running);

            Files.writeString(server.certificate(), "half a certific");
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            assertThat(shown(running)).isEqualTo(before);

            Files.copy(ours.certificate(), folder.resolve("x"));
            Files.move(
                    folder.resolve("x"), server.certificate(), StandardCopyOption.REPLACE_EXISTING);
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            assertThat(shown(running)).as("the key is another one's").isEqualTo(before);

            ours.issue("server");
            await().atMost(SOON).until(() -> !shown(running).equals(before));
        }
    }

    @Test
    void a_client_has_to_show_a_certificate_of_ours() throws Exception {
        Issued client = ours.issue("client");
        Issued stranger = foreign.issue("stranger");
        try (TestServer running =
                TestServer.start(
                        folder, and(server, "MEGATRON_TLS_CLIENT_CAS=" + ours.certificate()))) {
            assertThat(call(running, showing(client))).isEqualTo("SERVING");
            assertThat(call(running, showing(stranger))).isEqualTo("UNAVAILABLE");
            assertThat(call(running, trusting(ours).build())).isEqualTo("UNAVAILABLE");
        }
    }

    @Test
    void where_it_is_optional_a_client_shows_a_certificate_of_ours_or_none() throws Exception {
        try (TestServer running =
                TestServer.start(
                        folder,
                        and(
                                server,
                                "MEGATRON_TLS_CLIENT_CAS=" + ours.certificate(),
                                "MEGATRON_TLS_CLIENT_CERTIFICATES=optional"))) {
            assertThat(call(running, trusting(ours).build())).isEqualTo("SERVING");
            assertThat(call(running, showing(foreign.issue("stranger")))).isEqualTo("UNAVAILABLE");
        }
    }

    @Test
    void who_vouches_for_clients_changes_without_a_restart() throws Exception {
        Issued client = foreign.issue("stranger");
        try (TestServer running =
                TestServer.start(
                        folder, and(server, "MEGATRON_TLS_CLIENT_CAS=" + ours.certificate()))) {
            assertThat(call(running, showing(client))).isEqualTo("UNAVAILABLE");

            Path draft =
                    Files.writeString(
                            folder.resolve("both"),
                            Files.readString(ours.certificate())
                                    + Files.readString(foreign.certificate()));
            Files.move(draft, ours.certificate(), StandardCopyOption.REPLACE_EXISTING);

            await().atMost(SOON).until(() -> call(running, showing(client)).equals("SERVING"));
        }
    }

    @Test
    void a_server_does_not_start_with_what_it_cannot_use() throws Exception {
        Issued other = ours.issue("other");

        assertThatThrownBy(
                        () ->
                                TestServer.start(
                                        folder,
                                        new Issued(server.certificate(), other.key()).asServer()))
                .hasStackTraceContaining("the private key is not the certificate's")
                .hasStackTraceContaining("MEGATRON_TLS_PRIVATE_KEY");
        assertThatThrownBy(
                        () ->
                                TestServer.start(
                                        folder, ours.issue("old", Duration.ofDays(-1)).asServer()))
                .hasStackTraceContaining("NotAfter");
        assertThatThrownBy(
                        () ->
                                TestServer.start(
                                        folder, "MEGATRON_TLS_CERTIFICATE=" + server.certificate()))
                .hasStackTraceContaining("belong together");
        assertThatThrownBy(
                        () ->
                                TestServer.start(
                                        folder, "MEGATRON_TLS_CLIENT_CAS=" + ours.certificate()))
                .hasStackTraceContaining("set without MEGATRON_TLS_CERTIFICATE");
    }

    @Test
    void plaintext_stays_at_home_unless_somebody_says_otherwise() throws Exception {
        InetAddress everywhere = InetAddress.ofLiteral("0.0.0.0");
        TlsSettings none = settings(TlsSettings.Plaintext.LOOPBACK);

        assertThatThrownBy(() -> new KeepingCallsPrivate(none, everywhere))
                .isInstanceOf(UnfitSettingsException.class)
                .hasMessageContainingAll(
                        "MEGATRON_TLS_CERTIFICATE", "MEGATRON_GRPC_PLAINTEXT", "0.0.0.0");
        assertThatThrownBy(() -> new KeepingCallsPrivate(none, null))
                .isInstanceOf(UnfitSettingsException.class);
        new KeepingCallsPrivate(none, InetAddress.ofLiteral("127.0.0.1"));
        new KeepingCallsPrivate(none, InetAddress.ofLiteral("::1"));
        new KeepingCallsPrivate(settings(TlsSettings.Plaintext.ANYWHERE), everywhere);
        try (TestServer running =
                TestServer.start(folder, and(server, "MEGATRON_GRPC_ADDRESS=0.0.0.0"))) {
            assertThat(call(running, trusting(ours).build())).isEqualTo("SERVING");
        }
    }

    private static TlsSettings settings(TlsSettings.Plaintext plaintext) {
        return new TlsSettings(
                null, null, null, TlsSettings.ClientCertificates.REQUIRED, plaintext);
    }

    private static String[] and(Issued server, String... more) {
        List<String> all = new ArrayList<>(List.of(server.asServer()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static TlsChannelCredentials.Builder trusting(Authority authority) throws Exception {
        return trusting(authority.certificate());
    }

    private static TlsChannelCredentials.Builder trusting(Path vouching) throws Exception {
        return TlsChannelCredentials.newBuilder().trustManager(vouching.toFile());
    }

    /** Shows it to whoever asks; an honest client keeps back what the server would not take. */
    private ChannelCredentials showing(Issued client) throws Exception {
        AdvancedTlsX509KeyManager own = new AdvancedTlsX509KeyManager();
        own.updateIdentityCredentials(client.certificate().toFile(), client.key().toFile());
        return trusting(folder.resolve("ours-ca.pem")).keyManager(own).build();
    }

    /** What a client hears that connects anew. */
    private static String call(TestServer server, ChannelCredentials credentials) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", server.port(), credentials).build();
        try {
            return HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus()
                    .name();
        } catch (StatusRuntimeException refused) {
            Status.Code code = refused.getStatus().getCode();
            return code.name();
        } finally {
            channel.shutdownNow();
        }
    }

    private static double expiry(TestServer server) {
        return server.context()
                .getBean(MeterRegistry.class)
                .get("megatron.tls.certificate.expires.at")
                .timeGauge()
                .value(TimeUnit.SECONDS);
    }

    /** The certificate that whoever connects now is shown. */
    private static X509Certificate shown(TestServer server) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustingAnybody()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static final class TrustingAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new AssertionError("there is no client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // It is only looked at.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
