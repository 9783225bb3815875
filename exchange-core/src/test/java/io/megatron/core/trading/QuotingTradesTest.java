package io.megatron.core.trading;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Orders;
import io.megatron.core.testing.Seed;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Side;
import io.megatron.mapper.trading.Trade;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A quote is the trade without writes: for the same state both agree to the micro. */
class QuotingTradesTest {
    private static final int ORDERS = 400;
    private static Exchange exchange;

    @BeforeAll
    static void open() {
        exchange = Exchange.fresh();
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
    }

    /** What a quote and a trade both say. */
    private record Figures(
            Shares shares,
            Usdc gross,
            Usdc fee,
            Usdc net,
            Price priceBefore,
            Price priceAfter,
            Shares supplyAfter,
            int feeBps,
            Usdc reserveAfter) {
        static Figures of(Quote quote) {
            Fill fill = quote.fill();
            return new Figures(
                    fill.shares(),
                    fill.gross(),
                    fill.fee(),
                    fill.net(),
                    fill.priceBefore(),
                    fill.priceAfter(),
                    fill.supplyAfter(),
                    quote.feeRate().bps(),
                    quote.reserveAfter());
        }

        static Figures of(Trade trade) {
            return new Figures(
                    trade.shares(),
                    trade.gross(),
                    trade.fee(),
                    trade.net(),
                    trade.priceBefore(),
                    trade.priceAfter(),
                    trade.supplyAfter(),
                    trade.feeBps(),
                    trade.reserveAfter());
        }
    }

    @Test
    void whatever_the_state_and_the_order_quote_and_trade_agree() {
        RandomGenerator random = Seed.random("quotes");
        List<AssetId> assets = new ArrayList<>();
        for (String curve :
                List.of("1 0", "0.000001 0.5", "50000 0", "3.25 0.000000000001", "0.7 2")) {
            String[] parts = curve.split(" ", -1);
            assets.add(exchange.asset(parts[0], parts[1]));
        }
        assets.add(retired(assets.getFirst()));
        List<UserId> traders = new ArrayList<>();
        for (String usdc : List.of("0", "0.01", "25", "5000", "400000")) {
            traders.add(exchange.traderWith(usdc));
        }
        traders.add(blocked(exchange.traderWith("100")));
        Map<Rejection, Integer> refusals = new EnumMap<>(Rejection.class);

        int executed = 0;
        for (int i = 0; i < ORDERS; i++) {
            UserId trader = traders.get(random.nextInt(traders.size()));
            AssetId asset = assets.get(random.nextInt(assets.size()));
            Order order = order(random, trader, asset);
            if (agree(trader, order, refusals)) {
                executed++;
            }
        }

        assertThat(executed).as("trades executed").isGreaterThan(ORDERS / 5);
        assertThat(refusals)
                .containsKeys(
                        Rejection.USER_BLOCKED,
                        Rejection.ASSET_NOT_ACTIVE,
                        Rejection.INSUFFICIENT_FUNDS,
                        Rejection.INSUFFICIENT_SHARES,
                        Rejection.TRADE_TOO_SMALL,
                        Rejection.AMOUNT_OUT_OF_RANGE);
    }

    /** Quotes, trades without a bound, and compares; whether it came to a trade. */
    private static boolean agree(UserId trader, Order order, Map<Rejection, Integer> refusals) {
        Outcome<Quote> quoted = exchange.quoting().quote(trader, order);
        Outcome<Trade> traded = exchange.trade(trader, order);
        String what = order + " by " + trader + ", quoted " + quoted;
        if (traded instanceof Outcome.Accepted<Trade>(Trade trade, boolean _)) {
            Quote quote = accepted(quoted);
            assertThat(quote.blocking()).as(what).isEmpty();
            assertThat(Figures.of(quote)).as(what).isEqualTo(Figures.of(trade));
            assertThat(quote.asOf()).as(what).isBeforeOrEqualTo(trade.executedAt());
            return true;
        }
        Refusal refusal = ((Outcome.Refused<Trade>) traded).refusal();
        refusals.merge(refusal.code(), 1, Integer::sum);
        switch (quoted) {
            case Outcome.Accepted<Quote>(Quote quote, boolean _) ->
                    assertThat(quote.blocking()).as(what).contains(refusal);
            case Outcome.Refused<Quote>(Refusal quoteRefusal) ->
                    // The trade looks at blocks and states first, the quote at the curve.
                    assertThat(refusal.code())
                            .as(what)
                            .isIn(
                                    quoteRefusal.code(),
                                    Rejection.USER_BLOCKED,
                                    Rejection.ASSET_NOT_ACTIVE);
        }
        return false;
    }

    @Test
    void what_was_quoted_is_a_bound_that_just_holds_and_a_micro_more_does_not() {
        RandomGenerator random = Seed.random("quotes as bounds");
        AssetId asset = exchange.asset("1.234567", "0.000321");
        UserId trader = exchange.holderOf(asset, "500", "100000");
        for (int i = 0; i < 60; i++) {
            Order unbounded = order(random, trader, asset);
            if (exchange.quoting().quote(trader, unbounded)
                            instanceof Outcome.Accepted<Quote>(Quote quote, boolean _)
                    && quote.blocking().isEmpty()) {
                assertThat(TradeRules.bound(bounded(unbounded, quote.fill(), 1), quote.fill()))
                        .isPresent();
                UUID requestId = UUID.randomUUID();
                Order tight = bounded(unbounded, quote.fill(), 1);
                assertThat(Exchange.refused(exchange.trade(trader, requestId, tight)))
                        .isEqualTo(Rejection.SLIPPAGE_EXCEEDED);
                Order just = bounded(unbounded, quote.fill(), 0);
                assertThat(Figures.of(accepted(exchange.trade(trader, requestId, just))))
                        .isEqualTo(Figures.of(quote));
            }
        }
    }

    @Test
    void a_quote_writes_nothing() {
        AssetId asset = exchange.asset("2", "0.5");
        UserId trader = exchange.holderOf(asset, "10", "10");
        Map<String, String> before = exchange.database().contents();
        long batches = exchange.batches();

        for (String order :
                List.of(
                        "buy for 5 min 0",
                        "buy 1 max 0",
                        "buy for 5000 min 0",
                        "sell 3 min 0",
                        "sell for 1 max 0",
                        "sell 99 min 0")) {
            exchange.quoting().quote(trader, Orders.parse(asset, order));
        }

        assertThat(exchange.database().contents()).isEqualTo(before);
        assertThat(exchange.batches()).isEqualTo(batches);
    }

    @Test
    void a_quote_carries_the_fee_in_force_and_the_prices_and_ignores_the_bound() {
        AssetId asset = exchange.asset("2", "0.5");
        UserId trader = exchange.holderOf(asset, "10", "100");

        Quote quote =
                accepted(exchange.quoting().quote(trader, Orders.parse(asset, "buy 4 max 0")));

        assertThat(quote.feeRate()).isEqualTo(FeeRate.ofBps(50));
        assertThat(quote.fill().side()).isEqualTo(Side.BUY);
        assertThat(quote.fill().priceBefore()).hasToString("7");
        assertThat(quote.fill().priceAfter()).hasToString("9");
        assertThat(quote.fill().net()).hasToString("32");
        assertThat(quote.fill().gross()).hasToString("32.160805");
        assertThat(quote.reserveAfter()).hasToString("77");
        assertThat(quote.blocking()).isEmpty();
    }

    @Test
    void a_quote_names_what_would_refuse_the_trade_to_this_caller() {
        AssetId asset = exchange.asset("2", "0");
        UserId poor = exchange.traderWith("19.9");

        Quote quote = accepted(exchange.quoting().quote(poor, Orders.parse(asset, "buy 10 max 0")));

        assertThat(quote.fill().gross()).hasToString("20.100503");
        assertThat(quote.blocking().orElseThrow().code()).isEqualTo(Rejection.INSUFFICIENT_FUNDS);
        assertThat(quote.blocking().orElseThrow().details())
                .isEqualTo(Map.of("required", "20.100503", "available", "19.9"));
    }

    @Test
    void nobody_is_quoted_as_a_stranger_or_for_an_asset_that_does_not_exist() {
        AssetId asset = exchange.asset("1", "0");
        UserId stranger = UserId.of(UUID.randomUUID());
        Order order = Orders.parse(asset, "buy for 1 min 0");
        Order unknown = Orders.parse(AssetId.of(UUID.randomUUID()), "buy for 1 min 0");

        assertThat(Exchange.refused(exchange.quoting().quote(stranger, order)))
                .isEqualTo(Rejection.USER_NOT_FOUND);
        assertThat(Exchange.refused(exchange.quoting().quote(exchange.traderWith("1"), unknown)))
                .isEqualTo(Rejection.ASSET_NOT_FOUND);
    }

    /** Mostly within reach of what the trader has, now and then far beyond or far below. */
    private static Order order(RandomGenerator random, UserId trader, AssetId asset) {
        long cash = Usdc.parse(exchange.cash(trader)).micros();
        long held = exchange.reading().position(trader, asset).shares().micros();
        return switch (random.nextInt(4)) {
            case 0 -> new Order.BuyExactIn(asset, Usdc.ofMicros(near(random, cash)), Shares.ZERO);
            case 1 ->
                    new Order.BuyExactOut(
                            asset,
                            Shares.ofMicros(near(random, cash / 10)),
                            Usdc.ofMicros(Usdc.MAX_MICROS));
            case 2 -> new Order.SellExactIn(asset, Shares.ofMicros(near(random, held)), Usdc.ZERO);
            default ->
                    new Order.SellExactOut(
                            asset,
                            Usdc.ofMicros(near(random, held)),
                            Shares.ofMicros(Shares.MAX_MICROS));
        };
    }

    private static long near(RandomGenerator random, long amount) {
        return switch (random.nextInt(8)) {
            case 0 -> amount;
            case 1 -> random.nextLong(4);
            case 2 -> Math.min(amount * 3 + 1, Usdc.MAX_MICROS);
            case 3 -> random.nextLong(Usdc.MAX_MICROS);
            default -> amount == 0 ? random.nextLong(1_000_000) : random.nextLong(amount) / 2 + 1;
        };
    }

    /** The order with the filled figure as its bound, or that much tighter. */
    private static Order bounded(Order order, Fill fill, long tighterByMicros) {
        return switch (order) {
            case Order.BuyExactIn buy ->
                    new Order.BuyExactIn(
                            buy.asset(),
                            buy.usdcIn(),
                            Shares.ofMicros(fill.shares().micros() + tighterByMicros));
            case Order.BuyExactOut buy ->
                    new Order.BuyExactOut(
                            buy.asset(),
                            buy.sharesOut(),
                            Usdc.ofMicros(fill.gross().micros() - tighterByMicros));
            case Order.SellExactIn sell ->
                    new Order.SellExactIn(
                            sell.asset(),
                            sell.sharesIn(),
                            Usdc.ofMicros(fill.net().micros() + tighterByMicros));
            case Order.SellExactOut sell ->
                    new Order.SellExactOut(
                            sell.asset(),
                            sell.usdcOut(),
                            Shares.ofMicros(fill.shares().micros() - tighterByMicros));
        };
    }

    private static AssetId retired(AssetId other) {
        AssetId asset = exchange.asset("1", "0.1");
        assertThat(asset).isNotEqualTo(other);
        exchange.database()
                .correct("update assets set status = 'SELL_ONLY' where id = '" + asset + "'");
        return asset;
    }

    private static UserId blocked(UserId user) {
        exchange.database().correct("update users set blocked = true where id = '" + user + "'");
        return user;
    }
}
