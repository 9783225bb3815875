package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.assets.v1.AssetStatus;
import io.megatron.operations.v1.AccountKindTotal;
import io.megatron.operations.v1.AssetStatusTotal;
import io.megatron.operations.v1.BlockUserRequest;
import io.megatron.operations.v1.CollectPlatformFeesRequest;
import io.megatron.operations.v1.CollectPlatformFeesResponse;
import io.megatron.operations.v1.GetPlatformStatsRequest;
import io.megatron.operations.v1.GetPlatformStatsResponse;
import io.megatron.operations.v1.JobStats;
import io.megatron.operations.v1.ListAuditEntriesRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunState;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import io.megatron.trading.v1.SellExactIn;
import io.megatron.trading.v1.SellRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform's figures of one moment, and its fees on their way to the treasury. */
class PlatformStatsTest {
    @TempDir private Path folder;

    private OperatorDesk desk;

    @BeforeEach
    void start() throws IOException {
        desk = OperatorDesk.open(folder, Map.of());
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void volumes_are_the_same_before_and_after_candles_are_made_and_a_day_passes() {
        RunningExchange exchange = desk.exchange();
        String asset = exchange.asset("1", "0");
        Person trader = exchange.traderWith("1000");
        buy(trader, asset, "100.5");
        sell(trader, asset, "40");

        GetPlatformStatsResponse fresh = stats();
        assertThat(fresh.getTotal().getVolume()).isEqualTo("139.9975");
        assertThat(fresh.getTotal().getTrades()).isEqualTo(2);
        assertThat(fresh.getDay()).isEqualTo(fresh.getTotal());
        assertThat(fresh.getVolumesComplete()).isTrue();

        assertThat(desk.run("price-aggregation").getState())
                .isEqualTo(RunState.RUN_STATE_COMPLETED);
        assertThat(stats().getTotal()).isEqualTo(fresh.getTotal());
        assertThat(stats().getDay()).isEqualTo(fresh.getTotal());

        desk.forward(Duration.ofHours(23));
        buy(trader, asset, "10.05");
        assertThat(stats().getDay().getTrades()).isEqualTo(3);
        desk.forward(Duration.ofHours(2));
        assertThat(stats().getDay().getTrades()).isEqualTo(1);
        assertThat(stats().getTotal().getTrades()).isEqualTo(3);
        desk.run("price-aggregation");
        assertThat(stats().getDay().getTrades()).isEqualTo(1);
        assertThat(stats().getDay().getVolume()).isEqualTo("9.99975");
        assertThat(stats().getTotal().getTrades()).isEqualTo(3);
    }

    @Test
    void no_trade_is_looked_at_that_a_candle_holds() throws SQLException {
        RunningExchange exchange = desk.exchange();
        String asset = exchange.asset("1", "0");
        Person trader = exchange.traderWith("1000");
        buy(trader, asset, "100.5");
        desk.run("price-aggregation");
        desk.execute("update candles set volume = volume + 7, trades = 1 where interval <> '1m'");

        buy(trader, asset, "10.05");

        assertThat(stats().getTotal().getVolume()).isEqualTo("116.99725");
        assertThat(stats().getTotal().getTrades()).isEqualTo(2);
    }

    @Test
    void everything_is_counted_and_what_is_owed_is_what_is_there() {
        RunningExchange exchange = desk.exchange();
        String asset = exchange.asset("1", "0");
        exchange.unfundedAsset("1", "0");
        Person trader = exchange.traderWith("1000");
        buy(trader, asset, "100.5");
        exchange.admin()
                .admin()
                .blockUser(
                        BlockUserRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(trader.id().toString())
                                .setReason("a test")
                                .build());

        GetPlatformStatsResponse stats = stats();

        assertThat(stats.getReserves()).isEqualTo("1000001000").isEqualTo(stats.getLiabilities());
        assertThat(
                        stats.getBalancesList().stream()
                                .map(AccountKindTotal::getBalance)
                                .map(BigDecimal::new)
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(balance(stats, "CURVE_RESERVE")).isEqualTo("99.9975");
        assertThat(balance(stats, "LP_CAPITAL")).isEqualTo("2500");
        assertThat(stats.getUsers()).isEqualTo(2);
        assertThat(stats.getBlockedUsers()).isEqualTo(1);
        assertThat(stats.getAssetsList())
                .containsExactlyInAnyOrder(
                        assets(AssetStatus.ASSET_STATUS_ACTIVE),
                        assets(AssetStatus.ASSET_STATUS_FUNDING));
        assertThat(stats.getJobsList())
                .extracting(JobStats::getJob)
                .contains("fee-collection", "price-aggregation")
                .isSorted();
    }

    @Test
    void fees_are_collected_by_the_job_and_the_call_is_on_record() {
        RunningExchange exchange = desk.exchange();
        String asset = exchange.asset("1", "0");
        buy(exchange.traderWith("1000"), asset, "100.5");
        String waiting = balance(stats(), "PLATFORM_FEES");
        assertThat(new BigDecimal(waiting)).isPositive();
        CollectPlatformFeesRequest request =
                CollectPlatformFeesRequest.newBuilder()
                        .setRequestId(newId())
                        .setReason("the end of the quarter")
                        .build();

        CollectPlatformFeesResponse asked = exchange.admin().admin().collectPlatformFees(request);
        Run run = desk.ended(asked.getRunId());

        assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
        assertThat(balance(stats(), "PLATFORM_FEES")).isEqualTo("0");
        assertThat(balance(stats(), "TREASURY")).isEqualTo(waiting);
        CollectPlatformFeesResponse again = exchange.admin().admin().collectPlatformFees(request);
        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getRunId()).isEqualTo(asked.getRunId());
        assertThat(
                        exchange.admin()
                                .admin()
                                .listAuditEntries(
                                        ListAuditEntriesRequest.newBuilder()
                                                .setAction("CollectPlatformFees")
                                                .build())
                                .getEntriesList())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.getReason()).isEqualTo("the end of the quarter");
                            assertThat(entry.getTarget()).isEqualTo("fee-collection");
                        });
        assertThat(
                        Failure.of(
                                        () ->
                                                exchange.admin()
                                                        .admin()
                                                        .collectPlatformFees(
                                                                request.toBuilder()
                                                                        .clearReason()
                                                                        .build()))
                                .fields())
                .containsExactly("reason");
        assertThat(
                        Failure.of(
                                        () ->
                                                exchange.as(UUID.randomUUID(), "ops")
                                                        .admin()
                                                        .collectPlatformFees(request))
                                .reason())
                .isEqualTo("ROLE_MISSING");
    }

    private GetPlatformStatsResponse stats() {
        return desk.exchange()
                .admin()
                .admin()
                .getPlatformStats(GetPlatformStatsRequest.getDefaultInstance());
    }

    private static String balance(GetPlatformStatsResponse stats, String kind) {
        return stats.getBalancesList().stream()
                .filter(total -> total.getKind().equals(kind))
                .map(AccountKindTotal::getBalance)
                .findAny()
                .orElseThrow();
    }

    private static AssetStatusTotal assets(AssetStatus status) {
        return AssetStatusTotal.newBuilder().setStatus(status).setAssets(1).build();
    }

    private static void buy(Person trader, String asset, String usdc) {
        trader.trades()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactIn(
                                        BuyExactIn.newBuilder()
                                                .setUsdcIn(usdc)
                                                .setMinSharesOut("0"))
                                .build());
    }

    private static void sell(Person trader, String asset, String shares) {
        trader.trades()
                .sell(
                        SellRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactIn(
                                        SellExactIn.newBuilder()
                                                .setSharesIn(shares)
                                                .setMinUsdcOut("0"))
                                .build());
    }
}
