package io.megatron.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import io.megatron.assets.v1.AssetServiceGrpc;
import io.megatron.assets.v1.AssetServiceGrpc.AssetServiceBlockingStub;
import io.megatron.assets.v1.GetAssetRequest;
import io.megatron.identity.v1.IdentityServiceGrpc;
import io.megatron.identity.v1.SignInRequest;
import io.megatron.server.Failure;
import io.megatron.server.TestServer;
import io.megatron.trading.v1.TradeServiceGrpc;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits as callers meet them, behind the door. */
class LimitingCallsTest {
    @TempDir private Path folder;

    @Test
    void one_call_too_many_is_told_which_limit_it_met_and_how_long_to_wait() throws Exception {
        try (TestServer server = TestServer.start(folder, "MEGATRON_LIMITS_READS_PER_USER=3/1h")) {
            AssetServiceBlockingStub user = server.assets();
            for (int i = 0; i < 3; i++) {
                get(user);
            }

            Failure refused = Failure.of(() -> get(user));

            assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(refused.reason()).isEqualTo("CALL_LIMIT_REACHED");
            assertThat(refused.metadata())
                    .containsEntry("limit", "reads_per_user")
                    .containsEntry("allowed", "3/3600s")
                    .containsEntry("fault", "caller")
                    .containsEntry("retry", "later");
            assertThat(refused.retryAfter().orElseThrow())
                    .isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
        }
    }

    @Test
    void each_user_has_limits_of_their_own_and_staff_have_none() throws Exception {
        try (TestServer server = TestServer.start(folder, "MEGATRON_LIMITS_READS_PER_USER=1/1h")) {
            get(server.assets());
            assertThat(Failure.of(() -> get(server.assets())).reason())
                    .isEqualTo("CALL_LIMIT_REACHED");

            get(as(server, UUID.randomUUID()));
            AssetServiceBlockingStub staff =
                    server.assets("Bearer " + server.forge().token("user", "admin"));
            for (int i = 0; i < 5; i++) {
                get(staff);
            }
        }
    }

    @Test
    void kinds_of_calls_have_limits_of_their_own() throws Exception {
        assertThat(CallClass.of(TradeServiceGrpc.getBuyMethod())).isEqualTo(CallClass.TRADE);
        assertThat(CallClass.of(TradeServiceGrpc.getSellMethod())).isEqualTo(CallClass.TRADE);
        assertThat(CallClass.of(TradeServiceGrpc.getQuoteBuyMethod())).isEqualTo(CallClass.READ);
        assertThat(CallClass.of(AssetServiceGrpc.getCreateAssetMethod()))
                .isEqualTo(CallClass.WRITE);
        assertThat(CallClass.of(IdentityServiceGrpc.getSignInMethod()))
                .isEqualTo(CallClass.SIGN_IN);
        assertThat(CallClass.of(IdentityServiceGrpc.getRefreshMethod()))
                .isEqualTo(CallClass.SIGN_IN);
    }

    @Test
    void all_who_call_without_a_token_from_one_address_share_its_limit() throws Exception {
        try (TestServer server =
                TestServer.start(folder, "MEGATRON_LIMITS_SIGN_INS_PER_ADDRESS=2/1h")) {
            assertThat(signIn(server.channel()).code()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(signIn(server.channel()).code()).isEqualTo(Status.Code.UNIMPLEMENTED);

            Failure refused = signIn(server.channel());

            assertThat(refused.metadata()).containsEntry("limit", "sign_ins_per_address");
            assertThat(signIn(forwardedFor(server, "192.0.2.1")).reason())
                    .as("nobody here is believed to forward")
                    .isEqualTo("CALL_LIMIT_REACHED");
            get(server.assets());
        }
    }

    @Test
    void a_forwarder_that_is_believed_says_where_calls_come_from() throws Exception {
        try (TestServer server =
                TestServer.start(
                        folder,
                        "MEGATRON_LIMITS_SIGN_INS_PER_ADDRESS=1/1h",
                        "MEGATRON_LIMITS_FORWARDERS=127.0.0.1")) {
            assertThat(signIn(forwardedFor(server, "192.0.2.1")).code())
                    .isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(signIn(forwardedFor(server, "192.0.2.2, 192.0.2.1")).reason())
                    .as("what was there before anybody can invent")
                    .isEqualTo("CALL_LIMIT_REACHED");
            assertThat(signIn(forwardedFor(server, "192.0.2.1, 192.0.2.2")).code())
                    .isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(signIn(forwardedFor(server, "nonsense")).code())
                    .isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(signIn(server.channel()).reason())
                    .as("whoever says nothing usable is the forwarder itself")
                    .isEqualTo("CALL_LIMIT_REACHED");
        }
    }

    @Test
    void health_has_no_limit() throws Exception {
        try (TestServer server =
                TestServer.start(folder, "MEGATRON_LIMITS_READS_PER_ADDRESS=1/1h")) {
            for (int i = 0; i < 5; i++) {
                HealthGrpc.newBlockingStub(server.channel())
                        .check(HealthCheckRequest.getDefaultInstance());
            }
        }
    }

    @Test
    void an_address_of_ipv6_is_its_network() throws Exception {
        Origin origin = Origin.of(InetAddress.getByName("2001:db8:1:2:3:4:5:6"));

        assertThat(Origin.of(InetAddress.getByName("2001:db8:1:2::1"))).isEqualTo(origin);
        assertThat(Origin.of(InetAddress.getByName("2001:db8:1:3::1"))).isNotEqualTo(origin);
        assertThat(Origin.of(InetAddress.getByName("0.0.0.0")))
                .isNotEqualTo(Origin.of(InetAddress.getByName("::")));
        assertThat(Origin.of(InetAddress.getByName("255.0.0.1")))
                .isEqualTo(Origin.of(InetAddress.getByName("::ffff:255.0.0.1")));
    }

    private static void get(AssetServiceBlockingStub assets) {
        assertThat(assets.getAsset(GetAssetRequest.getDefaultInstance())).isNotNull();
    }

    private static AssetServiceBlockingStub as(TestServer server, UUID user) {
        return server.assets(
                "Bearer " + server.forge().token(claims -> claims.subject(user.toString())));
    }

    private static Failure signIn(Channel channel) {
        return Failure.of(
                () ->
                        IdentityServiceGrpc.newBlockingStub(channel)
                                .signIn(SignInRequest.getDefaultInstance()));
    }

    private static Channel forwardedFor(TestServer server, String addresses) {
        Metadata headers = new Metadata();
        headers.put(FindingOrigins.FORWARDED_FOR, addresses);
        return ClientInterceptors.intercept(
                server.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
