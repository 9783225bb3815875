package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.megatron.trading.v1.Receipt;
import io.megatron.trading.v1.Trade;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at once: nobody notices the others, and the server stays small. */
@Tag("scenario")
@Timeout(180)
class ManyCallersTest {
    private static final int CALLERS = 64;
    private static final int TRADES = 5_000;
    private static final int HASTY_CALLS = 400;
    private static final long MOST_MEGABYTES = 512;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static Installation installation;
    private static ServerProcess server;
    private static ServerClient client;

    @BeforeAll
    static void startServer() {
        installation = Installation.startedBefore(folder);
        server = installation.start();
        client = new ServerClient(server, installation.data());
    }

    @AfterAll
    static void endServer() {
        installation.close();
        client.close();
    }

    @AfterEach
    void the_server_has_stayed_small_and_nothing_was_aborted() {
        System.out.printf("peak of the server: %d MB%n", server.peakMegabytes());
        assertThat(server.peakMegabytes()).as("MB resident at most").isLessThan(MOST_MEGABYTES);
        assertThat(server.metric("megatron_book_aborts_total")).isZero();
        assertThat(server.metric("megatron_book_halvings_total")).isZero();
        assertThat(server.metric("megatron_book_outages_total")).isZero();
    }

    @Test
    void nobody_fails_when_everybody_trades_one_asset() {
        tradeAllAtOnce("HOT", 1);
    }

    @Test
    void nobody_fails_when_everybody_trades_a_hundred_assets() {
        tradeAllAtOnce("SPREAD", 100);
    }

    private static void tradeAllAtOnce(String symbol, int assets) {
        Seed seed = Seed.print(CALLERS + " callers, assets: " + assets);
        Market market = Market.open(client, symbol, CALLERS, assets, seed);
        long began = System.nanoTime();
        try (TradingLoad load = market.trade(client)) {
            load.awaitTrades(TRADES);
            load.settle();
        }
        System.out.printf(
                "%d trades in %d ms%n",
                market.journal().trades(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        assertThat(market.journal().failures()).as("what callers were told").isEmpty();
        market.audit(client);
    }

    @Test
    void a_caller_with_a_millisecond_for_each_call_harms_nobody_and_can_find_out() {
        Seed seed = Seed.print("a caller in a hurry");
        Market market = Market.open(client, "HASTY", 24, 1, seed);
        UUID hasty = client.newTrader(Trader.FUNDS);
        String asset = market.assets().getFirst();
        Map<Order, Optional<Trade>> told;
        try (TradingLoad load = market.trade(client)) {
            load.awaitTrades(100);
            told = hurry(hasty, asset, seed.random(-1));
            load.settle();
        }

        List<Trade> settled = new ArrayList<>();
        told.forEach((order, trade) -> settled.add(settle(order, trade)));

        assertThat(told.values()).as("calls that came too late").anyMatch(Optional::isEmpty);
        assertThat(client.allTrades(hasty)).containsExactlyInAnyOrderElementsOf(settled);
        assertThat(market.journal().failures()).as("what the others were told").isEmpty();
        market.alsoTraded(settled);
        market.audit(client);
    }

    /** Empty for whoever was only told that the time is over. */
    private static Map<Order, Optional<Trade>> hurry(
            UUID hasty, String asset, RandomGenerator random) {
        Map<Order, Optional<Trade>> told = new HashMap<>();
        for (int call = 0; call < HASTY_CALLS; call++) {
            Order order = Order.buyFor(hasty, asset, random.nextLong(1_000_000, 5_000_000), "0");
            try {
                Receipt receipt =
                        order.send(
                                client.trades(hasty).withDeadlineAfter(1, TimeUnit.MILLISECONDS));
                told.put(order, Optional.of(receipt.getTrade()));
            } catch (StatusRuntimeException thrown) {
                assertThat(thrown.getStatus().getCode())
                        .as("%s", thrown.getStatus())
                        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
                told.put(order, Optional.empty());
            }
        }
        return told;
    }

    /** What is read, what was told and what a second call says have to agree. */
    private static Trade settle(Order order, Optional<Trade> told) {
        Optional<Trade> read = client.tradeOf(order.user(), order.requestId());
        Receipt again = order.send(client.trades(order.user()));
        assertThat(again.getReplayed()).as("there already").isEqualTo(read.isPresent());
        read.ifPresent(trade -> assertThat(again.getTrade()).isEqualTo(trade));
        told.ifPresent(trade -> assertThat(read).contains(trade));
        return again.getTrade();
    }
}
