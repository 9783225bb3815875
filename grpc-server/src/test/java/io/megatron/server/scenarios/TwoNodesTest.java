package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.megatron.devservices.DevPostgres;
import io.megatron.devservices.SharedTestPostgres;
import io.megatron.server.BookLock;
import io.megatron.server.BookLock.Owner;
import io.megatron.server.Failure;
import io.megatron.server.scenarios.Journal.Told;
import io.megatron.server.scenarios.Route.Node;
import io.megatron.trading.v1.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes write one book, and neither needs the other. */
@Tag("scenario")
@Timeout(180)
class TwoNodesTest {
    private static final int CALLERS = 16;
    private static final int FREEZES = 4;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(3);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static Installation installation;
    private static BookLock lock;
    private static Map<String, ServerProcess> servers;
    private static Map<String, Node> nodes;

    @BeforeAll
    static void startTwoNodes() {
        DevPostgres postgres = SharedTestPostgres.get();
        String database = postgres.createDatabase("nodes");
        installation = Installation.startedBefore(folder);
        ServerProcess one =
                installation.launch(ExternalPostgres.settings(postgres, database, "one"));
        one.awaitReady();
        ServerProcess two =
                installation.launch(ExternalPostgres.settings(postgres, database, "two"));
        two.awaitReady();
        servers = Map.of("one", one, "two", two);
        nodes =
                Map.of(
                        "one", new Node("one", new ServerClient(one, installation.data())),
                        "two", new Node("two", new ServerClient(two, installation.data())));
        lock = new BookLock(postgres.jdbcUrl(database, "postgres"));
    }

    @AfterAll
    static void endBoth() {
        installation.close();
        nodes.values().forEach(node -> node.client().close());
        lock.close();
    }

    @Test
    void while_the_owner_of_the_book_is_frozen_the_other_node_goes_on_within_three_seconds() {
        Seed seed = Seed.print("owner of the book frozen");
        RandomGenerator moments = seed.random(-1);
        Market market = Market.open(node("one").client(), "FROZEN", CALLERS, 2, seed);
        try (TradingLoad load = market.trade(TwoNodesTest::route)) {
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                load.awaitTrades(moments.nextInt(100, 500));
                String frozen = freezeInsideBatch();
                String other = frozen.equals("one") ? "two" : "one";
                long from = System.nanoTime();
                try {
                    assertGoesOn(other, market.journal(), from);
                } finally {
                    Signals.thaw(server(frozen).pid());
                }
                assertRecovers(frozen, market.journal());
            }
            load.settle();
        }
        System.out.printf("callers were told %s%n", market.journal().failures());
        assertThat(market.journal().failures().keySet())
                .as("who did not want to wait heard nothing; whoever froze too long said so")
                .isSubsetOf(
                        new Told("DEADLINE_EXCEEDED", "", false),
                        new Told("UNAVAILABLE", "BOOK_UNAVAILABLE", true));
        market.audit(node("two").client());
        assertNoAborts();
    }

    @Test
    void an_owner_that_is_back_in_time_finishes_what_it_began() {
        Seed seed = Seed.print("owner of the book frozen for a moment");
        Market market = Market.open(node("one").client(), "MOMENT", CALLERS, 2, seed);
        try (TradingLoad load = market.trade(TwoNodesTest::patientRoute)) {
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                load.awaitTrades(100);
                String frozen = freezeInsideBatch();
                await().pollDelay(Duration.ofMillis(400)).until(() -> true);
                Signals.thaw(server(frozen).pid());
            }
            load.awaitTrades(100);
            load.settle();
        }
        assertThat(market.journal().failures()).isEmpty();
        market.audit(node("one").client());
        assertNoAborts();
    }

    @Test
    void a_request_sent_a_hundred_times_at_once_through_two_nodes_is_one_trade() throws Exception {
        UUID buyer = node("one").client().newTrader("1000");
        String asset = node("one").client().newAsset("ONCE");
        Order order = Order.buyFor(buyer, asset, 10_000_000, "0");

        List<Receipt> receipts = sendAtOnce(order, 100);

        assertThat(receipts).filteredOn(receipt -> !receipt.getReplayed()).hasSize(1);
        assertThat(receipts).filteredOn(Receipt::getReplayed).hasSize(99);
        assertThat(receipts)
                .extracting(Receipt::getTrade)
                .containsOnly(receipts.getFirst().getTrade());
        assertThat(node("two").client().allTrades(buyer))
                .containsExactly(receipts.getFirst().getTrade());
        node("two").client().assertReconciled();
        assertNoAborts();
    }

    /** The sale would be refused at first, and could be executed later. */
    @Test
    void an_order_that_its_caller_gave_up_is_not_executed_by_a_node_that_wakes_up_later() {
        ServerClient one = node("one").client();
        ServerClient two = node("two").client();
        UUID user = one.newTrader("1000");
        String asset = one.newAsset("LATE");
        buy(one, user, asset);
        Order sale = Order.sell(user, asset, 15_000_000);

        Signals.freeze(server("one").pid());
        try {
            assertThat(
                            Failure.of(
                                            () ->
                                                    sale.send(
                                                            one.trades(user)
                                                                    .withDeadlineAfter(
                                                                            300,
                                                                            TimeUnit.MILLISECONDS)))
                                    .code())
                    .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(Failure.of(() -> sale.send(two.trades(user))).reason())
                    .isEqualTo("INSUFFICIENT_SHARES");
            buy(two, user, asset);
        } finally {
            Signals.thaw(server("one").pid());
        }
        for (int later = 0; later < 20; later++) {
            buy(one, user, asset);
        }

        assertThat(two.tradeOf(user, sale.requestId())).isEmpty();
        two.assertReconciled();
        assertNoAborts();
    }

    private static Node node(String name) {
        return Optional.ofNullable(nodes.get(name)).orElseThrow();
    }

    private static ServerProcess server(String name) {
        return Optional.ofNullable(servers.get(name)).orElseThrow();
    }

    /** Half of the callers wait for their node; the others turn to its neighbour before long. */
    private static Route route(int number) {
        Route patient = patientRoute(number);
        Node home = patient.node(0);
        Node neighbour = node(home.name().equals("one") ? "two" : "one");
        return number % 4 < 2
                ? patient
                : new Route(List.of(home, neighbour), Duration.ofMillis(1_200));
    }

    private static Route patientRoute(int number) {
        Node home = node(number % 2 == 0 ? "one" : "two");
        return Route.to(home.name(), home.client());
    }

    /** Stops whoever has the book between two statements of a batch, and says who it was. */
    private static String freezeInsideBatch() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            Optional<Owner> owner = lock.owner();
            if (owner.isPresent() && freeze(owner.get().node())) {
                return owner.get().node();
            }
        }
        throw new AssertionError("nobody was ever caught in the middle of a batch");
    }

    /** Lets go of a node again whose batch ended before the signal reached it. */
    private static boolean freeze(String node) {
        long pid = server(node).pid();
        Signals.freeze(pid);
        for (int look = 0; look < 20; look++) {
            Optional<Owner> owner = lock.owner().filter(one -> one.node().equals(node));
            if (owner.isEmpty()) {
                Signals.thaw(pid);
                return false;
            }
            if (owner.get().silent()) {
                return true;
            }
        }
        Signals.thaw(pid);
        return false;
    }

    private static void assertGoesOn(String other, Journal journal, long from) {
        await().atMost(Duration.ofSeconds(15)).until(() -> journal.tradesOf(other, from) >= 50);
        Duration silence = journal.longestSilence(other, from, System.nanoTime());
        System.out.printf("node %s was silent for %d ms%n", other, silence.toMillis());
        assertThat(silence).as("how long node %s told nothing", other).isLessThan(LONGEST_SILENCE);
    }

    private static void assertRecovers(String thawed, Journal journal) {
        long from = System.nanoTime();
        await().alias("node " + thawed + " goes on as well")
                .atMost(Duration.ofSeconds(10))
                .until(() -> journal.tradesOf(thawed, from) >= 50);
    }

    private static void assertNoAborts() {
        servers.forEach(
                (name, server) ->
                        assertThat(server.metric("megatron_book_aborts_total"))
                                .as("aborts of node %s", name)
                                .isZero());
    }

    @Test
    void who_is_blocked_by_one_node_is_blocked_on_the_other_from_the_next_write_on() {
        ServerClient one = node("one").client();
        ServerClient two = node("two").client();
        UUID user = two.newTrader("1000");
        String asset = two.newAsset("BLOCK");
        for (int round = 0; round < 5; round++) {
            buy(two, user, asset);

            one.block(user);

            assertThat(Failure.of(() -> buy(two, user, asset)).reason()).isEqualTo("USER_BLOCKED");
            Order.sell(user, asset, 1_000).send(two.trades(user));
            one.unblock(user);
        }
        buy(two, user, asset);
        two.assertReconciled();
        assertNoAborts();
    }

    private static void buy(ServerClient node, UUID user, String asset) {
        Order.buyFor(user, asset, 10_000_000, "0").send(node.trades(user));
    }

    private static List<Receipt> sendAtOnce(Order order, int times) throws Exception {
        CountDownLatch together = new CountDownLatch(times);
        List<Future<Receipt>> sent = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < times; number++) {
                ServerClient client = patientRoute(number).node(0).client();
                sent.add(
                        threads.submit(
                                () -> {
                                    together.countDown();
                                    together.await();
                                    return order.send(client.trades(order.user()));
                                }));
            }
        }
        return sent.stream().map(Future::resultNow).toList();
    }
}
