package io.megatron.core.trading;

import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.testing.Attempt;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Orders;
import io.megatron.core.testing.Seed;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.trading.Trade;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many traders at once: nobody sees contention, and not one micro is lost or made. */
class ConcurrentTradingTest {
    private static final int CALLERS = 64;
    private static final int TRADES_EACH = 25;
    private static final Set<Rejection> BUSINESS =
            Set.of(
                    Rejection.INSUFFICIENT_FUNDS,
                    Rejection.INSUFFICIENT_SHARES,
                    Rejection.TRADE_TOO_SMALL,
                    Rejection.SLIPPAGE_EXCEEDED);

    private final Exchange exchange = Exchange.fresh();

    @BeforeEach
    void open() {
        Seed.random("concurrent trading");
    }

    @AfterEach
    void reconciles() {
        try (exchange) {
            exchange.reconciles();
            assertThat(exchange.aborts()).isZero();
        }
    }

    @Test
    void sixty_four_callers_trade_one_asset() {
        AssetId asset = exchange.asset("1", "0.001");

        List<Outcome<Trade>> outcomes = tradeAtOnce(List.of(asset));

        moneyIsConserved();
        List<Trade> trades = outcomes.stream().flatMap(ConcurrentTradingTest::trades).toList();
        assertThat(trades)
                .extracting(Trade::tradeSeq)
                .as("numbered in one order, without gaps")
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, trades.size()).mapToObj(Long::valueOf).toList());
        eachTradeBeginsWhereTheOneBeforeEnded(trades);
    }

    @Test
    void sixty_four_callers_trade_a_hundred_assets() {
        List<AssetId> assets =
                Callers.atOnce(100, i -> exchange.asset("1", i % 10 == 0 ? "0" : "0.00" + i))
                        .stream()
                        .map(Attempt::value)
                        .toList();

        List<Outcome<Trade>> outcomes = tradeAtOnce(assets);

        moneyIsConserved();
        assertThat(outcomes.stream().flatMap(ConcurrentTradingTest::trades).map(Trade::assetId))
                .as("assets that were traded")
                .containsOnlyElementsOf(assets)
                .hasSizeGreaterThan(CALLERS * TRADES_EACH / 2);
    }

    private List<Outcome<Trade>> tradeAtOnce(List<AssetId> assets) {
        List<UserId> traders =
                Callers.atOnce(CALLERS, i -> exchange.traderWith("1000")).stream()
                        .map(Attempt::value)
                        .toList();
        List<Outcome<Trade>> outcomes =
                Callers.atOnce(CALLERS, i -> tradeOneAfterTheOther(i, traders.get(i), assets))
                        .stream()
                        .map(Attempt::value)
                        .flatMap(List::stream)
                        .toList();
        assertThat(outcomes)
                .allSatisfy(
                        outcome -> {
                            if (outcome instanceof Outcome.Refused<Trade>(Refusal refusal)) {
                                assertThat(refusal.code()).isIn(BUSINESS);
                            }
                        });
        assertThat(outcomes).hasSize(CALLERS * TRADES_EACH);
        return outcomes;
    }

    private List<Outcome<Trade>> tradeOneAfterTheOther(
            int caller, UserId trader, List<AssetId> assets) {
        RandomGenerator random = Seed.of(caller);
        return Stream.generate(() -> assets.get(random.nextInt(assets.size())))
                .limit(TRADES_EACH)
                .map(asset -> exchange.trade(trader, order(random, trader, asset)))
                .toList();
    }

    /** Some sells ask for more than is there, some buys for more than one has. */
    private Order order(RandomGenerator random, UserId trader, AssetId asset) {
        String amount = Usdc.ofMicros(random.nextLong(120_000_000) + 1).toString();
        Shares held = exchange.reading().position(trader, asset).shares();
        return switch (held.isZero() ? random.nextInt(2) : random.nextInt(6)) {
            case 0 -> Orders.parse(asset, "buy for " + amount + " min 0");
            case 1 -> Orders.parse(asset, "buy " + amount + " max 200");
            case 2 -> Orders.parse(asset, "sell " + held + " min 0");
            case 3 -> Orders.parse(asset, "sell " + amount + " min 0");
            case 4 -> Orders.parse(asset, "sell for " + amount + " max " + held);
            default -> Orders.parse(asset, "sell 0.000001 min 0");
        };
    }

    /** What 64 traders were given, and the LP of all assets. */
    private void moneyIsConserved() {
        assertThat(
                        exchange.database()
                                .value(
                                        "select sum(balance) from balances"
                                                + " where kind <> 'CUSTODY'"))
                .isEqualTo("1064000.000000");
        assertThat(exchange.balance(AccountKey.ofPlatform(AccountKind.CUSTODY)))
                .isEqualTo("-1064000");
    }

    private static void eachTradeBeginsWhereTheOneBeforeEnded(List<Trade> trades) {
        trades.stream()
                .sorted((one, two) -> Long.compare(one.tradeSeq(), two.tradeSeq()))
                .gather(Gatherers.windowSliding(2))
                .filter(pair -> pair.size() == 2)
                .forEach(
                        pair -> {
                            assertThat(pair.getLast().priceBefore())
                                    .isEqualTo(pair.getFirst().priceAfter());
                            assertThat(pair.getLast().executedAt())
                                    .isAfterOrEqualTo(pair.getFirst().executedAt());
                        });
    }

    private static Stream<Trade> trades(Outcome<Trade> outcome) {
        return outcome instanceof Outcome.Accepted<Trade>(Trade trade, boolean _)
                ? Stream.of(trade)
                : Stream.empty();
    }

    @Test
    void of_two_full_sells_at_once_one_is_refused() {
        AssetId asset = exchange.asset("1", "0.001");
        exchange.holderOf(asset, "1000", "0");
        for (int round = 0; round < 20; round++) {
            UserId trader = exchange.holderOf(asset, "10", "0");

            onlyOneIsAccepted(
                    Callers.atOnce(2, i -> exchange.sell(trader, asset, "10")),
                    Rejection.INSUFFICIENT_SHARES);

            assertThat(exchange.shares(trader, asset)).isEqualTo("0");
        }
    }

    @Test
    void of_two_full_sells_in_one_batch_the_second_is_refused() {
        AssetId asset = exchange.asset("1", "0.001");
        UserId trader = exchange.holderOf(asset, "10", "0");

        List<Attempt<Outcome<Trade>>> attempts =
                exchange.inOneBatch(
                        List.of(
                                () -> exchange.sell(trader, asset, "10"),
                                () -> exchange.sell(trader, asset, "10")));

        accepted(attempts.getFirst().value());
        assertThat(refused(attempts.getLast().value())).isEqualTo(Rejection.INSUFFICIENT_SHARES);
        assertThat(exchange.shares(trader, asset)).isEqualTo("0");
    }

    @Test
    void of_many_buys_at_once_for_all_the_money_one_is_accepted() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");

        onlyOneIsAccepted(
                Callers.atOnce(8, i -> exchange.buy(trader, asset, "100")),
                Rejection.INSUFFICIENT_FUNDS);

        assertThat(exchange.cash(trader)).isEqualTo("0");
        assertThat(exchange.shares(trader, asset)).isEqualTo("99.5");
    }

    private static void onlyOneIsAccepted(
            List<Attempt<Outcome<Trade>>> attempts, Rejection others) {
        assertThat(attempts)
                .extracting(
                        attempt ->
                                attempt.value() instanceof Outcome.Accepted
                                        ? "accepted"
                                        : refused(attempt.value()).name())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(
                                        Stream.of("accepted"),
                                        Stream.generate(others::name).limit(attempts.size() - 1))
                                .toList());
    }
}
