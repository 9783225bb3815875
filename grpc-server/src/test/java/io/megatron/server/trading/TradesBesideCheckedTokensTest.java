package io.megatron.server.trading;

import static io.megatron.server.RunningExchange.newId;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.server.TokenForge;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.BuyResponse;
import io.megatron.trading.v1.TradeServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All calls of a connection come in on one thread, which nobody may keep from the others. */
class TradesBesideCheckedTokensTest {
    private static final byte[] PUBLISHED =
            new JWKSet(
                            new RSAKey.Builder((RSAPublicKey) TokenForge.usualKeys().getPublic())
                                    .build())
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);

    @TempDir private Path folder;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private volatile boolean slow;
    private HttpServer issuer;
    private RunningExchange exchange;

    @BeforeEach
    void start() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        issuer.createContext("/jwks", this::publish);
        issuer.start();
        exchange =
                RunningExchange.start(
                        folder,
                        Map.of(
                                "MEGATRON_JWT_PRIVATE_KEY_FILE",
                                "",
                                "MEGATRON_JWT_JWKS_URI",
                                "http://127.0.0.1:%d/jwks"
                                        .formatted(issuer.getAddress().getPort())));
    }

    @AfterEach
    void stop() {
        answers.countDown();
        exchange.closeReconciled();
        issuer.stop(0);
    }

    private void publish(HttpExchange exchange) throws IOException {
        if (slow) {
            asked.countDown();
            try {
                assertThat(answers.await(20, SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(200, PUBLISHED.length);
        exchange.getResponseBody().write(PUBLISHED);
        exchange.close();
    }

    @Test
    void a_trade_whose_token_takes_long_to_check_holds_up_no_other_on_its_connection()
            throws Exception {
        Person known = exchange.traderWith("1000");
        String asset = exchange.asset("1", "0");
        BuyRequest request = buy(asset);
        known.trades().buy(request);
        Person stranger = exchange.with(known.id(), namingAnotherKey(known.id()));
        slow = true;

        Future<BuyResponse> waiting =
                TradeServiceGrpc.newFutureStub(stranger.channel()).buy(buy(asset));
        assertThat(asked.await(5, SECONDS)).isTrue();
        Future<BuyResponse> traded =
                TradeServiceGrpc.newFutureStub(known.channel()).buy(buy(asset));
        Future<BuyResponse> replayed = TradeServiceGrpc.newFutureStub(known.channel()).buy(request);

        assertThat(traded.get(5, SECONDS).getReceipt().getTrade().getCashBalanceAfter())
                .isEqualTo("980");
        assertThat(replayed.get(5, SECONDS).getReceipt().getReplayed()).isTrue();
        assertThat(waiting).isNotDone();
        answers.countDown();
        assertThatThrownBy(() -> waiting.get(5, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("UNAUTHENTICATED");
    }

    /** With a key that nobody knows yet, so that it is asked for. */
    private String namingAnotherKey(UUID user) {
        String good = exchange.token(claims -> claims.subject(user.toString()));
        String header = "{\"alg\":\"RS256\",\"kid\":\"another\"}";
        return Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(header.getBytes(StandardCharsets.UTF_8))
                + good.substring(good.indexOf('.'));
    }

    private static BuyRequest buy(String asset) {
        return BuyRequest.newBuilder()
                .setRequestId(newId())
                .setAssetId(asset)
                .setExactIn(BuyExactIn.newBuilder().setUsdcIn("10").setMinSharesOut("0"))
                .build();
    }
}
