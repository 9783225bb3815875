package io.megatron.core.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.Plans;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.candles.CandleInterval;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.AssetTrades;
import io.megatron.mapper.pricing.CandleMapper;
import io.megatron.mapper.pricing.TradeRange;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The statements that candles are made and read by go to their rows by key, and into the months
 * they are about only. The trades are rows without money, written for their number; there is
 * nothing to reconcile.
 */
class CandlePlansTest {
    private static final int TRADES_PER_ASSET = 60_000;
    private static final int MONTHS = 5;

    private static LocalDate firstMonth;
    private static TestDatabase database;
    private static Exchange exchange;
    private static AssetId asset;

    @BeforeAll
    @Timeout(300)
    static void fill() {
        database = TestDatabases.fresh("plans");
        exchange = Exchange.on(database);
        firstMonth = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1).plusMonths(1);
        asset = exchange.unfundedAsset("1", "0");
        write(asset);
        write(exchange.unfundedAsset("1", "0"));
        write(exchange.unfundedAsset("1", "0"));
        AggregatingPrices aggregating = exchange.use(AggregatingPrices.class);
        for (AssetTrades behind : aggregating.behind(Optional.empty(), 10)) {
            assertThat(aggregating.aggregate(behind).tradeSeq()).isEqualTo(TRADES_PER_ASSET);
        }
        database.execute("analyze");
    }

    private static void write(AssetId traded) {
        database.execute(
                """
                insert into trades
                select gen_random_uuid(), t.at, '%1$s', gen_random_uuid(), gen_random_uuid(), 'BUY', 1, 1, 0, 50, 1, 1, 1, 1,
                       1, 1, 1, 1, 0, n, n, n
                from generate_series(1, %2$d) n
                cross join lateral (select timestamptz '%3$s' + n * (interval '%4$d days' / %2$d) as at) t;
                update assets set trade_seq = %2$d where id = '%1$s'
                """
                        .formatted(
                                traded,
                                TRADES_PER_ASSET,
                                begin(0),
                                begin(MONTHS).getEpochSecond() / 86_400
                                        - begin(0).getEpochSecond() / 86_400));
    }

    @AfterAll
    static void close() {
        exchange.close();
    }

    @Test
    void trades_after_a_number_are_read_by_it_from_their_month_on() throws SQLException {
        String plan =
                plan(
                        "minutes",
                        Map.of(
                                "assetId",
                                asset,
                                "range",
                                TradeRange.after(TRADES_PER_ASSET - 200, begin(MONTHS - 1)),
                                "limit",
                                5_000));

        assertThat(plan).contains("Index Cond: ((asset_id = ").contains("(trade_seq > ");
        assertThat(plan).contains(partition("trades", MONTHS - 1));
        scansNoMonthWithTrades(plan);
        for (int month = 0; month < MONTHS - 1; month++) {
            assertThat(plan).doesNotContain(partition("trades", month));
        }
    }

    @Test
    void trades_of_a_day_are_read_from_one_month() throws SQLException {
        Instant day = begin(2).plusSeconds(10 * 86_400);
        TradeRange range = new TradeRange(day, day.plusSeconds(86_400), 30_000, 30_400);
        String plan = plan("minutes", Map.of("assetId", asset, "range", range, "limit", 5_000));

        assertThat(plan)
                .contains("Index Cond: ((asset_id = ")
                .contains(partition("trades", 2))
                .doesNotContain("Seq Scan")
                .doesNotContain(partition("trades", 1))
                .doesNotContain(partition("trades", 3))
                .doesNotContain("trades_default");
    }

    @Test
    void a_moment_is_found_among_trades_by_their_numbers() throws SQLException {
        Instant day = begin(2).plusSeconds(10 * 86_400);
        String plan =
                plan(
                        "firstSeqSince",
                        Map.of("assetId", asset, "since", day, "lastSeq", TRADES_PER_ASSET));

        assertThat(plan).contains("Index Cond: ((asset_id = ").contains("(trade_seq = ((");
        scansNoMonthWithTrades(plan);
    }

    /** A month without rows is scanned, which costs nothing. */
    private static void scansNoMonthWithTrades(String plan) {
        for (int month = 0; month < MONTHS; month++) {
            assertThat(plan).doesNotContain("Seq Scan on " + partition("trades", month));
        }
    }

    @Test
    void candles_of_a_range_are_read_by_key_from_their_months() throws SQLException {
        String plan =
                plan(
                        "between",
                        Map.of(
                                "assetId",
                                asset,
                                "interval",
                                CandleInterval.FIVE_MINUTES,
                                "from",
                                begin(2).plusSeconds(86_400),
                                "until",
                                begin(2).plusSeconds(2 * 86_400)));

        assertThat(plan)
                .contains("Index Cond: ((asset_id = ")
                .contains("(start >= ")
                .contains(partition("candles", 2))
                .doesNotContain("Seq Scan")
                .doesNotContain(partition("candles", 1))
                .doesNotContain(partition("candles", 3));
    }

    @Test
    void the_first_candle_and_the_last_before_a_moment_are_read_by_key() throws SQLException {
        Map<String, Object> parameters =
                Map.of("assetId", asset, "interval", CandleInterval.ONE_MINUTE, "before", begin(3));

        assertThat(plan("first", parameters)).contains("Index").doesNotContain("Seq Scan");
        assertThat(plan("lastBefore", parameters))
                .contains("Index Scan Backward")
                .doesNotContain("Seq Scan")
                .doesNotContain(partition("candles", 3));
    }

    private static Instant begin(int month) {
        return firstMonth.plusMonths(month).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static String partition(String table, int month) {
        return table
                + "_"
                + firstMonth.plusMonths(month).format(DateTimeFormatter.ofPattern("yyyy_MM"));
    }

    private static String plan(String statement, Map<String, Object> parameters)
            throws SQLException {
        return new Plans(database, CandleMapper.class).of(statement, parameters);
    }
}
