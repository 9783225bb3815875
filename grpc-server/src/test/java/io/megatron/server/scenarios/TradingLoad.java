package io.megatron.server.scenarios;

import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.megatron.core.Rejection;
import io.megatron.server.Failure;
import io.megatron.server.scenarios.Journal.Acknowledged;
import io.megatron.server.scenarios.Route.Node;
import io.megatron.trading.v1.Receipt;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Traders who trade all at once, each on a thread of its own and without a pause. Whoever is not
 * told what became of an order sends it again under the same request id, as good clients do.
 */
final class TradingLoad implements AutoCloseable {
    private static final Duration SETTLING = Duration.ofSeconds(60);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
    private static final Set<String> REJECTIONS =
            Arrays.stream(Rejection.values()).map(Enum::name).collect(Collectors.toSet());

    private final Journal journal;
    private final List<Thread> threads;
    private volatile boolean ending;
    private volatile boolean abandoned;

    private TradingLoad(List<Trader> traders, IntFunction<Route> routes, Journal journal) {
        this.journal = journal;
        threads =
                IntStream.range(0, traders.size())
                        .mapToObj(
                                number ->
                                        Thread.ofVirtual()
                                                .name("trader-" + number)
                                                .unstarted(
                                                        () ->
                                                                run(
                                                                        traders.get(number),
                                                                        routes.apply(number))))
                        .toList();
    }

    /**
     * @param routes where each trader, by number, sends its orders
     */
    static TradingLoad start(List<Trader> traders, IntFunction<Route> routes, Journal journal) {
        TradingLoad load = new TradingLoad(traders, routes, journal);
        load.threads.forEach(Thread::start);
        return load;
    }

    private void run(Trader trader, Route route) {
        try {
            while (!ending) {
                trade(trader, route, journal, () -> abandoned);
            }
        } catch (RuntimeException | Error unexpected) {
            journal.object("a caller met " + unexpected);
        }
    }

    /** Whether to give an order up that nobody answers. */
    interface GivingUp {
        boolean now();
    }

    /** Sends the trader's order until its answer is known. */
    static void trade(Trader trader, Route route, Journal journal, GivingUp givingUp) {
        Order order = trader.order();
        for (int attempt = 0; !send(trader, order, route, attempt, journal); attempt++) {
            if (givingUp.now()) {
                return;
            }
        }
    }

    /** Returns whether the answer is known. */
    private static boolean send(
            Trader trader, Order order, Route route, int attempt, Journal journal) {
        Node node = route.node(attempt);
        try {
            Receipt receipt =
                    order.send(
                            node.client()
                                    .trades(trader.id())
                                    .withDeadlineAfter(
                                            route.deadline().toMillis(), TimeUnit.MILLISECONDS));
            journal.acknowledge(
                    new Acknowledged(
                            order,
                            receipt.getTrade(),
                            receipt.getReplayed(),
                            node.name(),
                            System.nanoTime()),
                    trader.acknowledged(order, receipt.getTrade()));
            return true;
        } catch (StatusRuntimeException thrown) {
            Failure failure = ServerClient.failure(thrown);
            if (REJECTIONS.contains(failure.reason())) {
                journal.refuse(order, trader.refused(order, failure.reason()));
                return true;
            }
            journal.fail(failure);
            pause(failure);
            return false;
        }
    }

    /** Shorter than asked for, so that a scenario sees the service resume as early as it does. */
    private static void pause(Failure failure) {
        Duration asked = failure.retryAfter().orElse(LONGEST_PAUSE);
        LockSupport.parkNanos(
                asked.compareTo(LONGEST_PAUSE) < 0 ? asked.toNanos() : LONGEST_PAUSE.toNanos());
    }

    /** Waits until so many more trades are acknowledged. */
    void awaitTrades(long more) {
        long target = journal.trades() + more;
        await().atMost(SETTLING)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> journal.trades() >= target || !journal.wrong().isEmpty());
    }

    /** Lets everybody learn what became of their last order. */
    void settle() {
        ending = true;
        awaitEnd();
    }

    /** Leaves the orders open whose answer is not known. */
    void abandon() {
        ending = true;
        abandoned = true;
        awaitEnd();
    }

    private void awaitEnd() {
        await().alias("all callers have their answer")
                .atMost(SETTLING)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Override
    public void close() {
        ending = true;
        abandoned = true;
    }
}
