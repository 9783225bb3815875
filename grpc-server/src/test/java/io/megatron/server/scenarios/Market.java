package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.server.scenarios.Journal.Acknowledged;
import io.megatron.trading.v1.Side;
import io.megatron.trading.v1.Trade;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Traders, assets, and what has been traded. */
final class Market {
    private static final int MOST_LOOKUPS = 2_000;

    private final Journal journal = new Journal();
    private final List<Trade> strangers = new ArrayList<>();
    private final List<String> assets;
    private final List<Trader> traders;

    private Market(List<String> assets, List<Trader> traders) {
        this.assets = assets;
        this.traders = traders;
    }

    /**
     * Registers funded traders and creates assets.
     *
     * @param symbol the beginning of the assets' symbols
     * @param seed decides what the traders will want
     */
    static Market open(ServerClient client, String symbol, int traders, int assets, Seed seed) {
        List<String> ids =
                inParallel(numbers(assets), number -> client.newAsset(symbol + "-" + number));
        return new Market(
                ids,
                inParallel(
                        numbers(traders),
                        number ->
                                new Trader(
                                        client.newTrader(Trader.FUNDS), ids, seed.random(number))));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    Journal journal() {
        return journal;
    }

    List<String> assets() {
        return assets;
    }

    /** Trades that others have made on these assets, for the tapes to be complete. */
    void alsoTraded(List<Trade> trades) {
        strangers.addAll(trades);
    }

    TradingLoad trade(ServerClient client) {
        Route route = Route.to("the only one", client);
        return trade(any -> route);
    }

    TradingLoad trade(IntFunction<Route> routes) {
        return TradingLoad.start(traders, routes, journal);
    }

    /**
     * Everybody who does not know what became of an order finds out: one look, and the same request
     * sent twice, have to agree.
     */
    void settlePending(ServerClient client) {
        forAll(
                traders.stream().filter(trader -> trader.pending() != null).toList(),
                trader -> settlePending(trader, client));
    }

    private void settlePending(Trader trader, ServerClient client) {
        Order order = trader.order();
        boolean before = client.tradeOf(trader.id(), order.requestId()).isPresent();
        TradingLoad.trade(trader, Route.to("settling", client), journal, () -> false);
        List<Acknowledged> told =
                journal.acknowledged().stream()
                        .filter(answer -> answer.order().equals(order))
                        .toList();
        assertThat(told)
                .as("answers to %s", order.text())
                .hasSize(order.expected().isEmpty() ? 1 : 0);
        for (Acknowledged answer : told) {
            assertThat(answer.replayed()).as("replayed, as it was there before").isEqualTo(before);
            assertThat(order.send(client.trades(trader.id())))
                    .satisfies(
                            again -> {
                                assertThat(again.getReplayed()).isTrue();
                                assertThat(again.getTrade()).isEqualTo(answer.trade());
                            });
        }
    }

    /**
     * Every acknowledged trade is there, once and with identical figures; nothing else is; each one
     * follows from the one before; and the books are in order.
     */
    void audit(ServerClient client) {
        assertThat(journal.wrong()).as("answers that cannot be true").isEmpty();
        assertThat(traders)
                .as("all orders are settled")
                .allMatch(trader -> trader.pending() == null);
        forAll(traders, trader -> auditList(trader, client));
        auditRequests(client);
        auditTapes();
        client.assertReconciled();
    }

    private void auditList(Trader trader, ServerClient client) {
        List<Trade> told =
                journal.acknowledged().stream()
                        .map(Acknowledged::trade)
                        .filter(trade -> trade.getUserId().equals(trader.id().toString()))
                        .toList();
        List<Trade> there = client.allTrades(trader.id());
        List<Trade> lost = new ArrayList<>(told);
        lost.removeAll(Set.copyOf(there));
        List<Trade> invented = new ArrayList<>(there);
        invented.removeAll(Set.copyOf(told));
        assertThat(lost).as("acknowledged, and not there").isEmpty();
        assertThat(invented).as("there, and never acknowledged").isEmpty();
        assertThat(there).as("each once").hasSameSizeAs(told).doesNotHaveDuplicates();
    }

    private void auditRequests(ServerClient client) {
        List<Acknowledged> told = List.copyOf(journal.acknowledged());
        int stride = 1 + told.size() / MOST_LOOKUPS;
        forAll(
                IntStream.range(0, told.size())
                        .filter(number -> number % stride == 0)
                        .mapToObj(told::get)
                        .toList(),
                answer ->
                        assertThat(
                                        client.tradeOf(
                                                answer.order().user(), answer.order().requestId()))
                                .as("the trade of %s", answer.order().text())
                                .contains(answer.trade()));
        forAll(
                journal.refused().stream().limit(MOST_LOOKUPS).toList(),
                order ->
                        assertThat(client.tradeOf(order.user(), order.requestId()))
                                .as("the trade of the refused %s", order.text())
                                .isEmpty());
    }

    /** An asset's trades, put in a row, are numbered without a gap and continue each other. */
    private void auditTapes() {
        Map<String, List<Trade>> tapes =
                Stream.concat(
                                journal.acknowledged().stream().map(Acknowledged::trade),
                                strangers.stream())
                        .collect(Collectors.groupingBy(Trade::getAssetId));
        tapes.values().forEach(Market::auditTape);
    }

    private static void auditTape(List<Trade> trades) {
        List<Trade> tape =
                trades.stream().sorted(Comparator.comparingLong(Trade::getTradeSequence)).toList();
        long supply = 0;
        long reserve = 0;
        for (int number = 0; number < tape.size(); number++) {
            Trade trade = tape.get(number);
            boolean buy = trade.getSide() == Side.SIDE_BUY;
            supply += (buy ? 1 : -1) * Trader.micros(trade.getShares());
            reserve += buy ? Trader.micros(trade.getNet()) : -Trader.micros(trade.getGross());
            assertThat(trade.getTradeSequence()).as("number of %s", trade).isEqualTo(number + 1);
            assertThat(Trader.micros(trade.getSupplyAfter()))
                    .as("supply after %s", trade)
                    .isEqualTo(supply);
            assertThat(Trader.micros(trade.getReserveAfter()))
                    .as("reserve after %s", trade)
                    .isEqualTo(reserve);
        }
    }

    private static <T> void forAll(List<T> work, Consumer<T> each) {
        inParallel(
                work,
                one -> {
                    each.accept(one);
                    return true;
                });
    }

    /** A few at a time, as so many readers at once would only wait for each other. */
    private static <T, R> List<R> inParallel(List<T> work, Function<T, R> each) {
        try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
            List<Future<R>> running =
                    work.stream().map(one -> threads.submit(() -> each.apply(one))).toList();
            return running.stream().map(Market::join).toList();
        }
    }

    private static <R> R join(Future<R> work) {
        try {
            return work.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Error error
                    ? error
                    : new AssertionError(failed.getCause());
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            throw new AssertionError(hurry);
        }
    }
}
