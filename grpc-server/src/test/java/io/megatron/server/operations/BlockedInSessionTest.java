package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.megatron.funding.v1.ClaimFeesRequest;
import io.megatron.funding.v1.ContributeRequest;
import io.megatron.funding.v1.GetLpPositionRequest;
import io.megatron.funding.v1.RequestLpWithdrawalRequest;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.operations.v1.BlockUserRequest;
import io.megatron.operations.v1.UnblockUserRequest;
import io.megatron.pricing.v1.StreamPricesRequest;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.ListTradesRequest;
import io.megatron.trading.v1.SellExactIn;
import io.megatron.trading.v1.SellRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user who is blocked while they trade, on two nodes that both have just had calls of theirs.
 * What a blocked user withdraws to the chain is told by {@code WithdrawalsOverTheNetworkTest}.
 */
class BlockedInSessionTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    @TempDir private static Path folder;

    private static RunningExchange exchange;
    private static RunningExchange otherNode;
    private static String asset;

    @BeforeAll
    static void start() throws IOException {
        exchange = RunningExchange.start(folder);
        otherNode = exchange.anotherNode();
        asset = exchange.asset("1", "0");
    }

    @AfterAll
    static void stop() {
        otherNode.close();
        exchange.closeReconciled();
    }

    @Test
    void from_then_on_every_node_refuses_new_risk_and_what_is_theirs_stays_theirs() {
        UUID user = exchange.traderWith("1000").id();
        List<Person> everywhere = List.of(exchange.as(user, "user"), otherNode.as(user, "user"));
        for (Person here : everywhere) {
            assertThat(buy(here)).isEqualTo("OK");
            assertThat(contribute(here)).isEqualTo("OK");
        }
        CompletableFuture<String> stream = stream(everywhere.getLast());

        block(user);

        for (Person here : everywhere) {
            await().atMost(A_SECOND).until(() -> buy(here).equals("USER_BLOCKED"));
            await().atMost(A_SECOND).until(() -> contribute(here).equals("USER_BLOCKED"));
        }
        for (Person here : everywhere) {
            assertThat(reads(here)).isEqualTo("OK");
            assertThat(sell(here)).isEqualTo("OK");
            assertThat(claim(here)).isEqualTo("OK");
            assertThat(withdraw(here))
                    .as("their contribution is not vested yet")
                    .isEqualTo("NOT_VESTED");
        }
        assertThat(stream.isDone()).as("prices go on").isFalse();

        unblock(user);

        for (Person here : everywhere) {
            await().atMost(A_SECOND).until(() -> buy(here).equals("OK"));
        }
    }

    private static void block(UUID user) {
        exchange.admin()
                .admin()
                .blockUser(
                        BlockUserRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(user.toString())
                                .setReason("asked by the court")
                                .build());
    }

    private static void unblock(UUID user) {
        otherNode
                .admin()
                .admin()
                .unblockUser(
                        UnblockUserRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(user.toString())
                                .setReason("a mistake")
                                .build());
    }

    private static String buy(Person user) {
        return outcome(
                () ->
                        user.trades()
                                .buy(
                                        BuyRequest.newBuilder()
                                                .setRequestId(newId())
                                                .setAssetId(asset)
                                                .setExactIn(
                                                        BuyExactIn.newBuilder()
                                                                .setUsdcIn("50")
                                                                .setMinSharesOut("0"))
                                                .build()));
    }

    private static String sell(Person user) {
        return outcome(
                () ->
                        user.trades()
                                .sell(
                                        SellRequest.newBuilder()
                                                .setRequestId(newId())
                                                .setAssetId(asset)
                                                .setExactIn(
                                                        SellExactIn.newBuilder()
                                                                .setSharesIn("20")
                                                                .setMinUsdcOut("0"))
                                                .build()));
    }

    private static String contribute(Person user) {
        return outcome(
                () ->
                        user.funding()
                                .contribute(
                                        ContributeRequest.newBuilder()
                                                .setRequestId(newId())
                                                .setAssetId(asset)
                                                .setAmount("100")
                                                .build()));
    }

    private static String claim(Person user) {
        return outcome(
                () ->
                        user.funding()
                                .claimFees(
                                        ClaimFeesRequest.newBuilder()
                                                .setRequestId(newId())
                                                .setAssetId(asset)
                                                .build()));
    }

    private static String withdraw(Person user) {
        return outcome(
                () ->
                        user.funding()
                                .requestLpWithdrawal(
                                        RequestLpWithdrawalRequest.newBuilder()
                                                .setRequestId(newId())
                                                .setAssetId(asset)
                                                .setAmount("1")
                                                .build()));
    }

    private static String reads(Person user) {
        return outcome(
                () -> {
                    user.ledger().getBalance(GetBalanceRequest.getDefaultInstance());
                    user.trades().listTrades(ListTradesRequest.getDefaultInstance());
                    user.funding()
                            .getLpPosition(
                                    GetLpPositionRequest.newBuilder().setAssetId(asset).build());
                });
    }

    private static CompletableFuture<String> stream(Person user) {
        var prices =
                user.prices()
                        .streamPrices(StreamPricesRequest.newBuilder().addAssetIds(asset).build());
        prices.next();
        return CompletableFuture.supplyAsync(
                () -> outcome(() -> prices.forEachRemaining(price -> {})));
    }

    private static String outcome(Runnable call) {
        try {
            call.run();
            return "OK";
        } catch (StatusRuntimeException refused) {
            return Failure.of(
                            () -> {
                                throw refused;
                            })
                    .reason();
        }
    }
}
