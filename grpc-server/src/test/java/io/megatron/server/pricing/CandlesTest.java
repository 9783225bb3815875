package io.megatron.server.pricing;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.megatron.operations.v1.CatchUpRequest;
import io.megatron.operations.v1.ListRunItemsRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunItem;
import io.megatron.operations.v1.RunJobRequest;
import io.megatron.operations.v1.RunState;
import io.megatron.pricing.v1.Candle;
import io.megatron.pricing.v1.CandleInterval;
import io.megatron.pricing.v1.ListCandlesRequest;
import io.megatron.pricing.v1.ListCandlesResponse;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.server.operations.OperatorDesk;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.Trade;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Candles over gRPC, and the job that makes them as operators run it. */
class CandlesTest {
    private static final String JOB = "price-aggregation";
    private static final ZoneOffset UTC = ZoneOffset.UTC;

    @TempDir private static Path folder;

    private static OperatorDesk desk;
    private static RunningExchange exchange;
    private static Person ops;

    @BeforeAll
    static void start() throws IOException {
        desk = OperatorDesk.open(folder, Map.of());
        exchange = desk.exchange();
        ops = desk.ops();
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @Test
    void a_trade_is_in_its_candle_when_it_has_been_answered() {
        String asset = exchange.asset("1", "0.5");
        Person trader = exchange.traderWith("100");

        Trade trade = buy(trader, asset, "10");
        ListCandlesResponse found = list(trader, asset, CandleInterval.CANDLE_INTERVAL_ONE_DAY);

        assertThat(found.getThroughTradeSequence()).isEqualTo(1);
        assertThat(found.getNextPageToken()).isEmpty();
        assertThat(found.getCandlesList()).hasSize(1);
        Candle candle = found.getCandles(0);
        assertThat(candle.getOpen()).isEqualTo("1");
        assertThat(candle.getLow()).isEqualTo("1");
        assertThat(candle.getHigh()).isEqualTo(trade.getPriceAfter());
        assertThat(candle.getClose()).isEqualTo(trade.getPriceAfter());
        assertThat(candle.getVolume()).isEqualTo(trade.getNet());
        assertThat(candle.getTrades()).isEqualTo(1);
        assertThat(candle.getSynthetic()).isFalse();
        assertThat(candle.getRunning()).isTrue();
        assertThat(time(candle.getEndTime()))
                .isEqualTo(time(candle.getStartTime()).plus(Duration.ofDays(1)));
        assertThat(list(ops, asset, CandleInterval.CANDLE_INTERVAL_ONE_DAY)).isEqualTo(found);
    }

    @Test
    void pages_are_the_whole_list_in_parts_and_do_not_move() {
        String asset = exchange.asset("1", "0.5");
        Person trader = exchange.traderWith("100");
        buy(trader, asset, "10");
        desk.forward(Duration.ofMinutes(20));
        buy(trader, asset, "10");
        ListCandlesRequest request =
                asking(asset, CandleInterval.CANDLE_INTERVAL_ONE_MINUTE).toBuilder()
                        .setPageSize(6)
                        .build();

        List<Candle> paged = new ArrayList<>();
        ListCandlesResponse page = ListCandlesResponse.getDefaultInstance();
        do {
            page =
                    ops.prices()
                            .listCandles(
                                    request.toBuilder()
                                            .setPageToken(page.getNextPageToken())
                                            .build());
            assertThat(page.getCandlesCount()).isBetween(1, 6);
            paged.addAll(page.getCandlesList());
            runJob(asking(JOB));
        } while (!page.getNextPageToken().isEmpty());

        List<Candle> whole =
                list(ops, asset, CandleInterval.CANDLE_INTERVAL_ONE_MINUTE).getCandlesList();
        assertThat(paged.subList(0, 21)).isEqualTo(whole.subList(0, 21));
        assertThat(whole.subList(1, 20))
                .allSatisfy(
                        candle -> {
                            assertThat(candle.getSynthetic()).isTrue();
                            assertThat(candle.getOpen()).isEqualTo(whole.getFirst().getClose());
                            assertThat(candle.getVolume()).isEqualTo("0");
                        });
        String token = ops.prices().listCandles(request).getNextPageToken();
        assertThat(fieldsOf(request.toBuilder().setPageToken(forged(token)).build()))
                .containsExactly("page_token");
        assertThat(
                        fieldsOf(
                                request.toBuilder()
                                        .setInterval(CandleInterval.CANDLE_INTERVAL_ONE_HOUR)
                                        .setPageToken(token)
                                        .build()))
                .containsExactly("page_token");
    }

    @Test
    void what_cannot_be_read_names_its_field() {
        String asset = exchange.asset("1", "0");
        ListCandlesRequest good = asking(asset, CandleInterval.CANDLE_INTERVAL_ONE_DAY);
        Timestamp later = Timestamp.newBuilder().setSeconds(2).build();

        assertThat(fieldsOf(good.toBuilder().clearInterval().build())).containsExactly("interval");
        assertThat(fieldsOf(good.toBuilder().setIntervalValue(77).build()))
                .containsExactly("interval");
        assertThat(fieldsOf(good.toBuilder().setAssetId("RAIN").build()))
                .containsExactly("asset_id");
        assertThat(fieldsOf(good.toBuilder().setPageSize(501).build()))
                .containsExactly("page_size");
        assertThat(
                        fieldsOf(
                                good.toBuilder()
                                        .setStartTime(later)
                                        .setEndTime(Timestamp.newBuilder().setSeconds(1))
                                        .build()))
                .containsExactly("end_time");
        Failure unknown =
                Failure.of(
                        () ->
                                ops.prices()
                                        .listCandles(good.toBuilder().setAssetId(newId()).build()));
        assertThat(unknown.code()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(unknown.reason()).isEqualTo("ASSET_NOT_FOUND");
        assertThat(ops.prices().listCandles(good))
                .isEqualTo(ListCandlesResponse.getDefaultInstance());
    }

    @Test
    void operators_make_the_candles_of_days_anew() throws SQLException {
        String asset = exchange.asset("1", "0.5");
        Person trader = exchange.traderWith("100");
        LocalDate first = LocalDate.ofInstant(time(buy(trader, asset, "10").getExecutedAt()), UTC);
        desk.forward(Duration.ofDays(1));
        buy(trader, asset, "10");
        desk.forward(Duration.ofDays(1));
        LocalDate last = LocalDate.ofInstant(time(buy(trader, asset, "5").getExecutedAt()), UTC);
        assertThat(runJob(asking(JOB)).getItemsSkipped()).isZero();
        List<String> right = stored();
        assertThat(right).isNotEmpty();
        RunJobRequest range =
                asking(JOB).toBuilder()
                        .setBusinessDateFrom(first.toString())
                        .setBusinessDateTo(last.toString())
                        .build();

        assertThat(runAll(range)).allMatch(run -> run.getItemsChanged() == 0);

        desk.execute("update candles set volume = volume + 1 where interval = '5m'");
        desk.execute("delete from candles where interval = '1m'");
        List<Run> previews =
                runAll(range.toBuilder().setRequestId(newId()).setValidateOnly(true).build());
        assertThat(previews).allMatch(run -> run.getItemsChanged() > 0);
        assertThat(words(previews.getFirst(), asset))
                .containsExactly("rebuild: 2 intervals of " + first + " differ from their trades");
        assertThat(stored()).isNotEqualTo(right);

        assertThat(runAll(range.toBuilder().setRequestId(newId()).build()))
                .allSatisfy(
                        run -> {
                            assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
                            assertThat(run.getItemsSkipped()).isZero();
                            assertThat(run.getItemsChanged()).isPositive();
                        });
        assertThat(stored()).isEqualTo(right);
    }

    @Test
    void days_without_a_run_are_caught_up_with() throws SQLException {
        String asset = exchange.asset("1", "0.5");
        Person trader = exchange.traderWith("100");
        runJob(asking(JOB));
        buy(trader, asset, "10");
        desk.forward(Duration.ofDays(2));
        buy(trader, asset, "10");

        List<Run> runs =
                ops
                        .jobs()
                        .catchUp(
                                CatchUpRequest.newBuilder()
                                        .setRequestId(newId())
                                        .setJob(JOB)
                                        .setReason("a test")
                                        .build())
                        .getRunsList()
                        .stream()
                        .map(run -> desk.ended(run.getRunId()))
                        .toList();

        assertThat(runs)
                .isNotEmpty()
                .allMatch(run -> run.getState() == RunState.RUN_STATE_COMPLETED);
        assertThat(count("candles where asset_id = '" + asset + "' and interval = '1d'"))
                .isEqualTo(2);
    }

    @Test
    void a_preview_says_what_a_run_would_make_of_new_trades() throws SQLException {
        String asset = exchange.asset("1", "0.5");
        buy(exchange.traderWith("100"), asset, "10");

        Run preview = runJob(asking(JOB).toBuilder().setValidateOnly(true).build());

        assertThat(words(preview, asset)).containsExactly("aggregate: 7 intervals, up to trade 1");
        assertThat(count("candles where asset_id = '" + asset + "'")).isZero();
        assertThat(runJob(asking(JOB)).getItemsChanged()).isPositive();
        assertThat(count("candles where asset_id = '" + asset + "'")).isEqualTo(7);
        assertThat(runJob(asking(JOB)).getItemsChanged()).isZero();
    }

    private static List<String> words(Run run, String asset) {
        return ops
                .jobs()
                .listRunItems(ListRunItemsRequest.newBuilder().setRunId(run.getRunId()).build())
                .getItemsList()
                .stream()
                .filter(item -> item.getItem().equals("asset_id=" + asset))
                .map((RunItem item) -> item.getPhase() + ": " + item.getMessage())
                .toList();
    }

    private static Trade buy(Person trader, String asset, String usdc) {
        return trader.trades()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactIn(
                                        BuyExactIn.newBuilder()
                                                .setUsdcIn(usdc)
                                                .setMinSharesOut("0"))
                                .build())
                .getReceipt()
                .getTrade();
    }

    private static ListCandlesRequest asking(String asset, CandleInterval interval) {
        return ListCandlesRequest.newBuilder().setAssetId(asset).setInterval(interval).build();
    }

    private static ListCandlesResponse list(Person person, String asset, CandleInterval interval) {
        return person.prices()
                .listCandles(asking(asset, interval).toBuilder().setPageSize(500).build());
    }

    /** A token of this list that carries no time. */
    private static String forged(String token) {
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        Arrays.fill(bytes, bytes.length - 5, bytes.length, (byte) 'x');
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static List<String> fieldsOf(ListCandlesRequest request) {
        return Failure.of(() -> ops.prices().listCandles(request)).fields();
    }

    private static Instant time(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static RunJobRequest asking(String job) {
        return OperatorDesk.asking(job).build();
    }

    private static Run runJob(RunJobRequest request) {
        return desk.ended(ops.jobs().runJob(request).getRun().getRunId());
    }

    private static List<Run> runAll(RunJobRequest request) {
        return ops.jobs().runJob(request).getRunsList().stream()
                .map(run -> desk.ended(run.getRunId()))
                .toList();
    }

    private static List<String> stored() throws SQLException {
        return values("select c::text from candles c order by asset_id, interval, start");
    }

    private static long count(String table) throws SQLException {
        return Long.parseLong(values("select count(*) from " + table).getFirst());
    }

    private static List<String> values(String sql) throws SQLException {
        try (Connection connection = desk.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
