package io.megatron.core.pricing;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.pricing.AggregatingPrices.Made;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Load;
import io.megatron.core.testing.Seed;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.pricing.AssetTrades;
import io.megatron.mapper.pricing.CandleMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Candles are what their trades make them, however, wherever and how often they are made. */
class AggregatingPricesTest {
    private static final Instant A_SUNDAY_EVENING = Instant.parse("2030-03-31T22:17:03.5Z");
    private static final TimeZone MACHINE = TimeZone.getDefault();

    /** So small that what is made has seams everywhere. */
    private static final String[] IN_SMALL_PIECES = {
        "megatron.candles.page-trades=3", "megatron.candles.piece-trades=7"
    };

    private final SettableClock clock = SettableClock.at(A_SUNDAY_EVENING);
    private final TestDatabase database = TestDatabases.fresh("candles");
    private Exchange exchange;
    private Exchange otherNode;

    /** Sessions of the driver take their zone from the machine's: neither must matter. */
    @BeforeEach
    void open() {
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
        exchange = Exchange.on(database, clock);
        TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
        otherNode = Exchange.on(database, clock, IN_SMALL_PIECES);
    }

    @AfterEach
    void close() {
        try {
            exchange.reconciles();
        } finally {
            exchange.close();
            otherNode.close();
            TimeZone.setDefault(MACHINE);
        }
    }

    @Test
    void candles_are_what_sql_makes_of_the_trades() {
        Market market = new Market(exchange, clock, Seed.random("candles"));
        for (int i = 0; i < 30; i++) {
            market.trade(20);
            aggregate(i % 2 == 0 ? exchange : otherNode);
            assertThat(stored()).isEqualTo(wanted());
        }
        assertThat(database.count("(select distinct interval from candles) i")).isEqualTo(7);
        assertThat(database.count("(select from candles where interval = '1w') w"))
                .as("weeks")
                .isGreaterThan(6);
    }

    @Test
    void candles_that_are_lost_are_made_again_to_the_last_byte() {
        Market market = new Market(exchange, clock, Seed.random("lost candles"));
        market.trade(300);
        aggregate(exchange);
        List<String> before = stored();
        String contents = database.contents().get("candles");

        database.execute("delete from candles; delete from candle_watermarks");
        aggregate(otherNode);

        assertThat(stored()).isEqualTo(before);
        assertThat(database.contents().get("candles")).isEqualTo(contents);
    }

    @Test
    void days_are_made_anew_in_any_order_and_only_what_differs_is_written() {
        Market market = new Market(exchange, clock, Seed.random("days"));
        market.trade(300);
        aggregate(exchange);
        List<String> right = stored();
        List<LocalDate> days = days(market);

        days.forEach(day -> assertThat(rebuild(exchange, market, day)).isZero());
        assertThat(stored()).isEqualTo(right);

        damage();
        Collections.shuffle(days, new Random(1));
        long written = 0;
        for (LocalDate day : days) {
            long foretold = previewRebuild(market, day);
            long rebuilt = rebuild(exchange, market, day);
            assertThat(rebuilt).isEqualTo(foretold);
            written += rebuilt;
        }
        assertThat(written).isPositive();
        assertThat(stored()).isEqualTo(right);

        damage();
        days.forEach(day -> rebuild(otherNode, market, day));
        assertThat(stored()).isEqualTo(right);
    }

    /** Rows that are gone, others that are wrong, and some where nobody traded. */
    private void damage() {
        database.execute("delete from candles where hashtext(start::text) % 3 = 0");
        database.execute(
                "update candles set high = high + 1, volume = volume * 2, trades = trades + 5,"
                        + " last_seq = last_seq + 5 where hashtext(start::text) % 3 = 1");
        database.execute(
                "insert into candles select asset_id, '1m', start + interval '1 minute', 1, 1, 1,"
                    + " 1, 0, 1, 1, 1 from candles where interval = '1d' on conflict do nothing");
        assertThat(stored()).isNotEqualTo(wanted());
    }

    private List<LocalDate> days(Market market) {
        LocalDate last = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        assertThat(market.assets()).isNotEmpty();
        return new ArrayList<>(
                A_SUNDAY_EVENING
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .datesUntil(last.plusDays(1))
                        .toList());
    }

    private static long rebuild(Exchange node, Market market, LocalDate day) {
        return market.assets().stream()
                .mapToLong(
                        asset -> node.use(AggregatingPrices.class).rebuild(asset, day).intervals())
                .sum();
    }

    private long previewRebuild(Market market, LocalDate day) {
        return market.assets().stream()
                .mapToLong(
                        asset ->
                                exchange.use(AggregatingPrices.class)
                                        .previewRebuild(asset, day)
                                        .intervals())
                .sum();
    }

    @Test
    void a_preview_says_how_many_intervals_would_be_written_and_writes_none() {
        Market market = new Market(exchange, clock, Seed.random("previews"));
        market.trade(100);
        aggregate(exchange);
        market.trade(100);
        List<String> before = stored();

        AggregatingPrices aggregating = exchange.use(AggregatingPrices.class);
        List<AssetTrades> behind = aggregating.behind(Optional.empty(), 10);
        List<Made> foretold = behind.stream().map(aggregating::preview).toList();

        assertThat(stored()).isEqualTo(before);
        assertThat(behind.stream().map(aggregating::aggregate).toList()).isEqualTo(foretold);
        assertThat(foretold).allMatch(made -> made.intervals() > 7);
        assertThat(aggregating.behind(Optional.empty(), 10)).isEmpty();
        assertThat(aggregating.countBehind()).isZero();
    }

    @Test
    void a_trade_that_commits_late_is_in_the_candle_of_its_time() {
        AssetId asset = exchange.asset("1", "0.01");
        UserId trader = exchange.traderWith("100");
        clock.set(Instant.parse("2030-04-01T11:59:58Z"));
        accepted(exchange.buy(trader, asset, "10"));
        aggregate(exchange);
        clock.set(Instant.parse("2030-04-01T11:59:59.999999Z"));
        accepted(exchange.buy(trader, asset, "10"));
        clock.set(Instant.parse("2030-04-01T12:00:03Z"));

        aggregate(exchange);

        assertThat(database.values("select trades from candles where interval = '1m'"))
                .containsExactly("2");
        assertThat(stored()).isEqualTo(wanted());
    }

    /** The clock stands still while they trade, so a minute holds all that the callers manage. */
    @Test
    void two_nodes_beside_trading_make_each_candle_once() {
        try (Load load = Load.on(exchange, 2)) {
            for (int i = 0; i < 20; i++) {
                load.awaitAnswers(20, Duration.ofSeconds(20));
                clock.advance(Duration.ofSeconds(17));
                Callers.each(
                        List.of(exchange, otherNode, exchange, otherNode),
                        node -> {
                            aggregate(node);
                            return true;
                        });
            }
            load.stop();
        }
        aggregate(otherNode);
        assertThat(stored()).isEqualTo(wanted());
    }

    @Test
    void a_process_that_dies_while_it_writes_leaves_nothing_half_done() throws Exception {
        Market market = new Market(exchange, clock, Seed.random("kills"));
        market.trade(50);
        aggregate(exchange);
        List<String> before = stored();
        List<String> watermarks = database.values("select w::text from candle_watermarks w");
        market.trade(50);

        try (Connection other = database.asSuperuser();
                Statement statement = other.createStatement();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            other.setAutoCommit(false);
            statement.execute("lock table candles in share mode");
            Future<?> dying = threads.submit(() -> aggregate(exchange));
            await().until(() -> terminateWaiting(statement) > 0);
            assertThatThrownBy(dying::get).isInstanceOf(ExecutionException.class);
            other.commit();
        }

        assertThat(stored()).isEqualTo(before);
        assertThat(database.values("select w::text from candle_watermarks w"))
                .isEqualTo(watermarks);
        aggregate(otherNode);
        assertThat(stored()).isEqualTo(wanted());
    }

    private static int terminateWaiting(Statement statement) throws SQLException {
        try (var rows =
                statement.executeQuery(
                        "select count(pg_terminate_backend(pid)) from pg_locks"
                                + " where relation = 'candles'::regclass and not granted")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void a_frozen_node_does_not_keep_the_others_for_ever() throws Exception {
        Market market = new Market(exchange, clock, Seed.random("frozen"));
        market.trade(20);
        aggregate(exchange);
        market.trade(20);
        CompletableFuture<String> frozen = new CompletableFuture<>();
        CountDownLatch thawed = new CountDownLatch(1);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> holder =
                    threads.submit(
                            () ->
                                    exchange.use(BesideTheBook.class)
                                            .write(() -> holdAll(market, frozen, thawed)));
            assertThat(frozen.get()).as("how long a node may be frozen").isEqualTo("10s");
            try {
                aggregate(otherNode);
                assertThat(stored()).isEqualTo(wanted());
            } finally {
                thawed.countDown();
            }
            assertThatThrownBy(holder::get).isInstanceOf(ExecutionException.class);
        }
    }

    /** For a second instead of the time that it was given, as nobody here wants to wait longer. */
    private void holdAll(Market market, CompletableFuture<String> frozen, CountDownLatch thawed) {
        market.assets().forEach(exchange.use(CandleMapper.class)::lockWatermark);
        JdbcTemplate session = new JdbcTemplate(exchange.use(DataSource.class));
        String given =
                session.queryForObject("show idle_in_transaction_session_timeout", String.class);
        session.execute("set idle_in_transaction_session_timeout = '1s'");
        frozen.complete(given);
        try {
            thawed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> stored() {
        return CandlesByDefinition.stored(database);
    }

    private List<String> wanted() {
        return CandlesByDefinition.wanted(database);
    }

    private static void aggregate(Exchange node) {
        AggregatingPrices aggregating = node.use(AggregatingPrices.class);
        aggregating.behind(Optional.empty(), 100).forEach(aggregating::aggregate);
    }
}
