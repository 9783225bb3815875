package io.megatron.core.trading;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.operations.PreparingDatabase;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Plans;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.TradeId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.trading.Position;
import io.megatron.mapper.trading.Side;
import io.megatron.mapper.trading.Trade;
import io.megatron.mapper.trading.TradeMapper;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Trades and positions, as they are found again. */
class ReadingTradesTest {
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

    @Test
    void a_trade_is_found_by_its_id_by_its_owner_only() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("10");
        Trade trade = accepted(exchange.buy(trader, asset, "1"));

        assertThat(exchange.reading().ofUser(trader, trade.id())).contains(trade);
        assertThat(exchange.reading().withId(trade.id())).contains(trade);
        assertThat(exchange.reading().ofUser(exchange.traderWith("0"), trade.id())).isEmpty();
        assertThat(exchange.reading().withId(TradeId.of(UUID.randomUUID()))).isEmpty();
    }

    @Test
    void a_trade_is_found_by_its_request_by_its_owner_only() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("10");
        Trade trade = accepted(exchange.buy(trader, asset, "1"));

        assertThat(exchange.reading().ofRequest(trader, trade.requestId())).contains(trade);
        assertThat(exchange.reading().ofRequest(exchange.traderWith("0"), trade.requestId()))
                .isEmpty();
        assertThat(exchange.reading().ofRequest(trader, UUID.randomUUID())).isEmpty();
    }

    /** Registrations and grants are requests as well, but led to no trade. */
    @Test
    void a_request_that_was_no_trade_leads_to_none() {
        String[] other =
                exchange.database()
                        .value(
                                "select subject || ' ' || request_id from requests"
                                        + " where method = 'register' limit 1")
                        .split(" ", -1);

        assertThat(
                        exchange.reading()
                                .ofRequest(
                                        UserId.of(UUID.fromString(other[0])),
                                        UUID.fromString(other[1])))
                .isEmpty();
    }

    @Test
    void pages_of_trades_join_without_a_gap_while_new_trades_arrive() {
        AssetId asset = exchange.asset("1", "0");
        AssetId other = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");
        UserId rival = exchange.traderWith("100");
        List<Trade> made = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            made.add(accepted(exchange.buy(trader, i % 3 == 0 ? other : asset, "1")));
            accepted(exchange.buy(rival, asset, "1"));
        }

        List<Trade> all = new ArrayList<>();
        List<Trade> ofOne = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long before = all.isEmpty() ? made.getLast().transferSeq() + 1 : last(all);
            long beforeOfOne = ofOne.isEmpty() ? before : last(ofOne);
            all.addAll(exchange.reading().ofUser(trader, Optional.empty(), before, 3));
            ofOne.addAll(exchange.reading().ofUser(trader, Optional.of(other), beforeOfOne, 2));
            accepted(exchange.buy(trader, asset, "0.5"));
        }

        assertThat(all).isEqualTo(made.reversed());
        assertThat(ofOne)
                .isEqualTo(
                        made.reversed().stream()
                                .filter(trade -> trade.assetId().equals(other))
                                .toList());
    }

    /** It moves no cash, so the entries of that do not lead to it. */
    @Test
    void a_sale_that_is_worth_nothing_stands_among_a_user_s_trades() {
        AssetId cheap = exchange.asset("0.5", "0");
        UserId trader = exchange.holderOf(cheap, "0.000001", "10");
        Trade nothing = accepted(exchange.sell(trader, cheap, "0.000001"));
        Trade later = accepted(exchange.buy(trader, cheap, "1"));
        Trade elsewhere = accepted(exchange.buy(trader, exchange.asset("1", "0"), "1"));

        assertThat(exchange.reading().ofUser(trader, Optional.empty(), Long.MAX_VALUE, 3))
                .containsExactly(elsewhere, later, nothing);
        assertThat(exchange.reading().ofUser(trader, Optional.empty(), later.transferSeq(), 1))
                .containsExactly(nothing);
        assertThat(exchange.reading().ofUser(trader, Optional.of(cheap), Long.MAX_VALUE, 2))
                .containsExactly(later, nothing);
        assertThat(exchange.reading().ofUser(trader, Optional.empty(), nothing.transferSeq(), 3))
                .extracting(Trade::side)
                .containsExactly(Side.BUY);
    }

    /** Whoever has traded a million times is not kept waiting for a page of three. */
    @Test
    void a_page_reads_no_more_of_the_user_s_entries_than_it_shows() throws SQLException {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");
        for (int i = 0; i < 40; i++) {
            accepted(exchange.buy(trader, asset, "1"));
        }
        exchange.database().execute("analyze");

        String plan =
                new Plans(exchange.database(), TradeMapper.class)
                        .andRowsOf(
                                "ofUser",
                                Map.of(
                                        "userId",
                                        trader,
                                        "beforeTransferSeq",
                                        Long.MAX_VALUE,
                                        "limit",
                                        3));

        assertThat(plan).containsPattern("CTE Scan on back b \\(actual rows=3\\.00");
        assertThat(plan).containsPattern("CTE back\n +->  Recursive Union \\(actual rows=3\\.00");
    }

    @Test
    void nobody_has_no_trades() {
        UserId nobody = UserId.of(UUID.randomUUID());

        assertThat(exchange.reading().ofUser(nobody, Optional.empty(), Long.MAX_VALUE, 3))
                .isEmpty();
    }

    private static long last(List<Trade> trades) {
        return trades.getLast().transferSeq();
    }

    @Test
    void an_asset_s_trades_are_paged_by_their_own_numbers() {
        AssetId asset = exchange.asset("1", "0");
        UserId trader = exchange.traderWith("100");
        for (int i = 0; i < 7; i++) {
            accepted(exchange.buy(trader, asset, "1"));
        }

        assertThat(exchange.reading().ofAsset(asset, Long.MAX_VALUE, 3))
                .extracting(Trade::tradeSeq)
                .containsExactly(7L, 6L, 5L);
        assertThat(exchange.reading().ofAsset(asset, 5, 3))
                .extracting(Trade::tradeSeq)
                .containsExactly(4L, 3L, 2L);
        assertThat(exchange.reading().ofAsset(asset, 2, 3))
                .extracting(Trade::tradeSeq)
                .containsExactly(1L);
    }

    @Test
    void positions_are_paged_by_asset_and_an_unheld_one_is_empty() {
        UserId trader = exchange.traderWith("100");
        List<AssetId> assets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            AssetId asset = exchange.asset("1", "0");
            accepted(exchange.buy(trader, asset, "1"));
            assets.add(asset);
        }
        assets.sort(Comparator.comparing(AssetId::toString));

        List<AssetId> paged = new ArrayList<>();
        while (paged.size() < 5) {
            Optional<AssetId> after =
                    paged.isEmpty() ? Optional.empty() : Optional.of(paged.getLast());
            exchange.reading().positions(trader, after, 2).stream()
                    .map(Position::assetId)
                    .forEach(paged::add);
        }

        assertThat(paged).isEqualTo(assets);
        Position none = exchange.reading().position(trader, exchange.asset("1", "0"));
        assertThat(none.shares()).isEqualTo(Shares.ZERO);
        assertThat(none.costBasis()).isEqualTo(Usdc.ZERO);
    }

    /** The clock of an installation may run far ahead; no month is made for it beforehand. */
    @Test
    void a_trade_outside_all_months_goes_to_the_default_partition_and_is_found_again() {
        TestDatabase database = TestDatabases.fresh("ahead");
        SettableClock clock = SettableClock.at(Instant.parse("2031-07-31T23:59:59.999999Z"));
        try (Exchange ahead = Exchange.on(database, clock)) {
            AssetId asset = ahead.asset("1", "0");
            UserId trader = ahead.traderWith("10");
            UUID requestId = UUID.randomUUID();
            Order order = new Order.BuyExactIn(asset, Usdc.parse("1"), Shares.ZERO);
            Trade last = accepted(ahead.trade(trader, requestId, order));
            clock.advance(Duration.ofNanos(1_000));
            Trade first = accepted(ahead.sell(trader, asset, "0.5"));

            assertThat(first.executedAt()).isEqualTo("2031-08-01T00:00:00Z");
            assertThat(database.values("select distinct tableoid::regclass from trades"))
                    .containsExactly("trades_default");
            assertThat(ahead.reading().ofUser(trader, last.id())).contains(last);
            assertThat(ahead.reading().ofUser(trader, first.id())).contains(first);
            assertThat(ahead.trade(trader, requestId, order))
                    .isEqualTo(new Outcome.Accepted<>(last, true));
            ahead.reconciles();

            leavesThatMonthWhereItIs(database);
            Trade later = accepted(ahead.buy(trader, asset, "1"));
            assertThat(ahead.reading().ofUser(trader, Optional.empty(), Long.MAX_VALUE, 10))
                    .containsExactly(later, first, last);
            ahead.reconciles();
        }
    }

    /** A start with that date makes the months that are still empty, and moves nothing. */
    private static void leavesThatMonthWhereItIs(TestDatabase database) {
        PreparingDatabase.prepare(
                new PreparingDatabase.Plan(
                        Optional.of(database.ownerUrl()),
                        database.address().applicationUrl(),
                        "development",
                        50));
        assertThat(database.value("select ensure_trade_partitions('2031-07-15', 3)"))
                .as("months made: only September")
                .isEqualTo("1");
        assertThat(database.values("select distinct tableoid::regclass from trades"))
                .containsExactly("trades_default");
    }

    @Test
    void the_first_and_the_last_moment_of_a_month_lie_in_its_partition() {
        TestDatabase database = TestDatabases.fresh("months");
        Instant nextMonth =
                YearMonth.now(ZoneOffset.UTC)
                        .plusMonths(2)
                        .atDay(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        SettableClock clock = SettableClock.at(nextMonth.minusNanos(1_000));
        try (Exchange ahead = Exchange.on(database, clock)) {
            AssetId asset = ahead.asset("1", "0");
            UserId trader = ahead.traderWith("10");
            Trade last = accepted(ahead.buy(trader, asset, "1"));
            clock.set(nextMonth);
            Trade first = accepted(ahead.buy(trader, asset, "1"));

            assertThat(
                            database.values(
                                    "select tableoid::regclass from trades order by executed_at"))
                    .doesNotHaveDuplicates()
                    .noneMatch("trades_default"::equals);
            assertThat(ahead.reading().withId(last.id())).contains(last);
            assertThat(ahead.reading().withId(first.id())).contains(first);
            ahead.reconciles();
        }
    }
}
