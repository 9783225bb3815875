package io.megatron.server.scenarios;

import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.megatron.ledger.v1.GetBalanceRequest;
import io.megatron.server.Failure;
import io.megatron.server.scenarios.Journal.Acknowledged;
import io.megatron.trading.v1.QuoteBuyRequest;
import io.megatron.trading.v1.Trade;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Readers beside the traders: they ask for what was acknowledged, and for quotes. */
final class ReadingLoad implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Market market;
    private final ServerClient client;
    private final Journal journal = new Journal();
    private final List<Thread> threads;
    private volatile boolean ended;

    private ReadingLoad(Market market, ServerClient client, int readers, Seed seed) {
        this.market = market;
        this.client = client;
        threads =
                IntStream.range(0, readers)
                        .mapToObj(
                                number ->
                                        Thread.ofVirtual()
                                                .name("reader-" + number)
                                                .unstarted(() -> run(seed.random(1_000 + number))))
                        .toList();
    }

    static ReadingLoad start(Market market, ServerClient client, int readers, Seed seed) {
        ReadingLoad load = new ReadingLoad(market, client, readers, seed);
        load.threads.forEach(Thread::start);
        return load;
    }

    private void run(RandomGenerator random) {
        while (!ended) {
            try {
                market.journal().any(random).ifPresent(told -> read(told, random));
            } catch (StatusRuntimeException thrown) {
                Failure failure = ServerClient.failure(thrown);
                journal.fail(failure);
            } catch (RuntimeException | Error unexpected) {
                journal.object("a reader met " + unexpected);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void read(Acknowledged told, RandomGenerator random) {
        switch (random.nextInt(3)) {
            case 0 -> readTrade(told);
            case 1 -> readBalance(told.trade());
            default -> quote(told.order());
        }
    }

    private void readTrade(Acknowledged told) {
        Order order = told.order();
        if (!client.tradeOf(order.user(), order.requestId()).equals(Optional.of(told.trade()))) {
            journal.object("another trade is read than was acknowledged for " + order.text());
        }
    }

    /** As of the moment of a trade it is what the trade said. */
    private void readBalance(Trade trade) {
        String balance =
                client.ledger(UUID.fromString(trade.getUserId()))
                        .getBalance(
                                GetBalanceRequest.newBuilder()
                                        .setAsOf(trade.getExecutedAt())
                                        .build())
                        .getBalance();
        if (!balance.equals(trade.getCashBalanceAfter())) {
            journal.object("the balance is read as %s after %s".formatted(balance, trade));
        }
    }

    private void quote(Order order) {
        client.trades(order.user())
                .quoteBuy(
                        QuoteBuyRequest.newBuilder()
                                .setAssetId(order.assetId())
                                .setUsdcIn("10")
                                .build());
    }

    /** What the readers were told when they were told nothing, and what they object to. */
    Journal journal() {
        return journal;
    }

    void end() {
        ended = true;
        await().atMost(Duration.ofSeconds(60))
                .until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    @Override
    public void close() {
        ended = true;
    }
}
