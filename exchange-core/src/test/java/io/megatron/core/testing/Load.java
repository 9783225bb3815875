package io.megatron.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.BookException;
import io.megatron.core.trading.Order;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Trade;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Callers who trade without a pause and write down what they were told, so that it can be compared
 * with what is there in the end.
 */
public final class Load implements AutoCloseable {
    private final Exchange exchange;
    private final List<UserId> traders;
    private final AssetId asset;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final List<Future<?>> callers;
    private volatile boolean stopped;

    /** What a caller asked for, and what came of it. */
    private record Told(UserId trader, UUID requestId, Attempt<Outcome<Trade>> answer) {}

    private Load(Exchange exchange, int callers) {
        this.exchange = exchange;
        this.asset = exchange.asset("1", "0.001");
        this.traders = exchange.tradersWith(callers, "1000");
        this.callers =
                IntStream.range(0, callers)
                        .<Future<?>>mapToObj(i -> threads.submit(() -> trade(i)))
                        .toList();
    }

    public static Load on(Exchange exchange, int callers) {
        return new Load(exchange, callers);
    }

    private void trade(int caller) {
        RandomGenerator random = Seed.of(caller);
        UserId trader = traders.get(caller);
        while (!stopped) {
            UUID requestId = UUID.randomUUID();
            Order order = order(random);
            Attempt<Outcome<Trade>> answer =
                    Attempt.of(() -> exchange.trade(trader, requestId, order));
            told.add(new Told(trader, requestId, answer));
            if (answer instanceof Attempt.Returned) {
                acknowledged.incrementAndGet();
            }
        }
    }

    private Order order(RandomGenerator random) {
        String amount = (random.nextInt(40) + 1) + "." + (random.nextInt(900_000) + 100_000);
        return random.nextInt(3) == 0
                ? Orders.parse(asset, "buy for " + amount + " min 0")
                : Orders.parse(
                        asset, random.nextBoolean() ? "sell 5 min 0" : "buy 3 max " + amount);
    }

    /** Returns once so many more calls have been answered. */
    public void awaitAnswers(int more, Duration patience) {
        int goal = acknowledged.get() + more;
        await("answers under load")
                .pollInterval(Duration.ofMillis(1))
                .atMost(patience)
                .until(() -> acknowledged.get() >= goal);
    }

    public int answers() {
        return acknowledged.get();
    }

    /** Lets the callers end, and returns how many calls were told what, by name. */
    public Map<String, Long> stop() {
        stopped = true;
        callers.forEach(Callers::ended);
        return told.stream()
                .collect(Collectors.groupingBy(each -> word(each.answer()), Collectors.counting()));
    }

    private static String word(Attempt<Outcome<Trade>> answer) {
        return switch (answer) {
            case Attempt.Returned<Outcome<Trade>>(Outcome<Trade> outcome) ->
                    outcome.getClass().getSimpleName();
            case Attempt.Threw<Outcome<Trade>>(Throwable cause) -> cause.getClass().getSimpleName();
        };
    }

    /**
     * Every acknowledged trade is there once and as it was told, no refused or unavailable one is,
     * and of an unknown one there is at the most one.
     *
     * @param now a node that reads what is there
     */
    public void verify(Exchange now) {
        int unknown = 0;
        int accepted = 0;
        for (Told each : told) {
            var there = now.reading().ofRequest(each.trader(), each.requestId());
            switch (each.answer()) {
                case Attempt.Returned<Outcome<Trade>>(
                                Outcome.Accepted<Trade>(Trade trade, boolean replayed)) -> {
                    assertThat(replayed).isFalse();
                    assertThat(there).as("acknowledged").contains(trade);
                    accepted++;
                }
                case Attempt.Returned<Outcome<Trade>>(Outcome.Refused<Trade> refused) ->
                        assertThat(there).as("told %s", refused).isEmpty();
                case Attempt.Threw<Outcome<Trade>>(BookException.OutcomeUnknown _) ->
                        unknown += there.isPresent() ? 1 : 0;
                case Attempt.Threw<Outcome<Trade>>(BookException cause) ->
                        assertThat(there).as("told %s", cause).isEmpty();
                case Attempt.Threw<Outcome<Trade>>(Throwable cause) ->
                        throw new AssertionError("a caller was told something else", cause);
            }
        }
        assertThat(now.database().count("trades where asset_id = '" + asset + "'"))
                .as("trades that are there")
                .isEqualTo(accepted + unknown);
    }

    @Override
    public void close() {
        stopped = true;
        threads.close();
    }
}
