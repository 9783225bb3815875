package io.megatron.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.ListAssetsRequest;
import io.megatron.client.ClientException;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts' way to a server that asks for certificates. */
class TransportTest {
    private static final String NAME = "exchange.example.com";

    @TempDir private Path folder;

    private X509Bundle authority;
    private Server server;

    @BeforeEach
    void start() throws Exception {
        authority =
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=authority")
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned();
        Files.writeString(folder.resolve("ca.pem"), authority.getCertificatePEM());
        issue("server", NAME);
        issue("client", "client.example.com");
        server =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress("127.0.0.1", 0),
                                TlsServerCredentials.newBuilder()
                                        .keyManager(
                                                folder.resolve("server.pem").toFile(),
                                                folder.resolve("server-key.pem").toFile())
                                        .trustManager(folder.resolve("ca.pem").toFile())
                                        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                                        .build())
                        .build()
                        .start();
    }

    private void issue(String file, String name) throws Exception {
        X509Bundle issued =
                new CertificateBuilder()
                        .ecp256()
                        .subject("CN=" + name)
                        .addSanDnsName(name)
                        .buildIssuedBy(authority);
        Files.writeString(folder.resolve(file + ".pem"), issued.getCertificatePathPEM());
        Files.writeString(folder.resolve(file + "-key.pem"), issued.getPrivateKeyPEM());
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    @Test
    void a_server_is_called_by_the_name_in_its_certificate_with_a_certificate_of_ones_own() {
        // It serves nothing, which it says to whoever gets through.
        assertThat(call("ca.pem", NAME, "client")).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(call("ca.pem", "", "client")).as("127.0.0.1").isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(call("server.pem", "other.example.com", "client"))
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(call("ca.pem", NAME, "")).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(call("", "", "")).as("plaintext").isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void a_server_of_ours_that_speaks_tls_is_called_by_tls() {
        assertThat(transport(Map.of("MEGATRON_TLS_CERTIFICATE", "chain.pem")))
                .isNotEqualTo(Transport.PLAINTEXT);
        assertThat(transport(Map.of())).isEqualTo(Transport.PLAINTEXT);
    }

    @Test
    void a_file_that_is_not_there_is_said_to_be_so() {
        assertThatThrownBy(() -> transport(Map.of("MEGATRON_TLS_CA", "nowhere.pem")))
                .isInstanceOf(ClientException.class)
                .hasMessageContainingAll("MEGATRON_TLS_CA", "nowhere.pem");
    }

    private static Transport transport(Map<String, String> settings) {
        return new Installation(settings).transport();
    }

    private Status.Code call(String ca, String name, String own) {
        Transport transport =
                transport(
                        Map.of(
                                "MEGATRON_TLS_CA",
                                ca.isEmpty() ? "" : folder.resolve(ca).toString(),
                                "MEGATRON_TLS_SERVER_NAME",
                                name,
                                "MEGATRON_TLS_OWN_CERTIFICATE",
                                pem(own, ""),
                                "MEGATRON_TLS_OWN_KEY",
                                pem(own, "-key")));
        try (Connection connection =
                Connection.to(new Address("127.0.0.1", server.getPort()), transport)) {
            var _ =
                    ClientCalls.blockingUnaryCall(
                            connection.channel(),
                            AssetServiceGrpc.getListAssetsMethod(),
                            CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                            ListAssetsRequest.getDefaultInstance());
            return Status.Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        }
    }

    private String pem(String own, String suffix) {
        return own.isEmpty() ? "" : folder.resolve(own + suffix + ".pem").toString();
    }
}
