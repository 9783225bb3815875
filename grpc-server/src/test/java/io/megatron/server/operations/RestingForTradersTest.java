package io.megatron.server.operations;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.operations.v1.GetRunRequest;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunState;
import io.megatron.operations.v1.StopRunRequest;
import io.megatron.server.RunningExchange.Person;
import io.megatron.trading.v1.BuyExactIn;
import io.megatron.trading.v1.BuyRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look at all books, with rests that nobody would wait for. */
class RestingForTradersTest {
    /** So many that a run without rests is long over. */
    private static final int MANY_TRADES = 1_000;

    @TempDir private static Path folder;

    private static OperatorDesk desk;
    private static String asset;

    @BeforeAll
    static void start() throws IOException {
        desk = OperatorDesk.open(folder, Map.of("MEGATRON_RECONCILIATION_REST", "1000000"));
        asset = desk.exchange().asset("1", "0");
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @Test
    void it_goes_on_at_once_where_nobody_trades() {
        assertThat(desk.run("reconciliation").getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
    }

    @Test
    void it_rests_where_somebody_does_and_can_be_stopped_then() throws Exception {
        Person trader = desk.exchange().traderWith("10000");
        AtomicBoolean trading = new AtomicBoolean(true);
        CountDownLatch traded = new CountDownLatch(MANY_TRADES);
        Thread trades =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (trading.get()) {
                                        buy(trader);
                                        traded.countDown();
                                    }
                                });
        String id = desk.ask("reconciliation");
        traded.await();
        Run resting =
                desk.ops().jobs().getRun(GetRunRequest.newBuilder().setRunId(id).build()).getRun();
        desk.ops()
                .jobs()
                .stopRun(
                        StopRunRequest.newBuilder()
                                .setRequestId(newId())
                                .setRunId(id)
                                .setReason("a test")
                                .build());
        Run stopped = desk.ended(id);
        trading.set(false);
        trades.join();

        assertThat(resting.getState()).isEqualTo(RunState.RUN_STATE_RUNNING);
        assertThat(stopped.getState()).isEqualTo(RunState.RUN_STATE_STOPPED);
        assertThat(stopped.getItemsDone()).isLessThan(stopped.getItemsTotal());
    }

    private static void buy(Person trader) {
        trader.trades()
                .buy(
                        BuyRequest.newBuilder()
                                .setRequestId(newId())
                                .setAssetId(asset)
                                .setExactIn(
                                        BuyExactIn.newBuilder()
                                                .setUsdcIn("0.01")
                                                .setMinSharesOut("0"))
                                .build());
    }
}
