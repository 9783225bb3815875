package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} while candles are made beside trading: every trade is in one candle of each
 * interval, and making the candles anew finds nothing to change.
 */
@Tag("scenario")
@Timeout(300)
class CandlesUnderFireTest {
    private static final String JOB = "price-aggregation";
    private static final int CALLERS = 16;
    private static final int ASSETS = 3;
    private static final int KILLS = Integer.getInteger("megatron.kills", 1);

    /** Many small transactions, so that chance kills in the middle of them. */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "MEGATRON_CANDLES_PAGE_TRADES", "5",
                    "MEGATRON_CANDLES_PIECE_TRADES", "5",
                    "MEGATRON_JOBS_POLL", "20ms",
                    "MEGATRON_JOBS_SCHEDULED", "false");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void candles_whose_making_is_killed_are_what_their_trades_say() throws Exception {
        Seed seed = Seed.print("kill -9 while candles are made");
        RandomGenerator moments = seed.random(-1);
        try (Installation installation = Installation.startedBefore(folder)) {
            ServerProcess server = installation.start(SETTINGS);
            Market market;
            try (ServerClient client = new ServerClient(server, installation.data())) {
                market = Market.open(client, "CANDLE", CALLERS, ASSETS, seed);
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                try (ServerClient client = new ServerClient(server, installation.data());
                        TradingLoad load = market.trade(client)) {
                    load.awaitTrades(moments.nextInt(100, 300));
                    client.runToItsEnd(JOB);
                    load.awaitTrades(moments.nextInt(20, 100));
                    Stream.of(JOB, JOB).forEach(client::runJob);
                    load.awaitTrades(moments.nextInt(1, 30));
                    server.kill();
                    load.abandon();
                }
                server = installation.start(SETTINGS);
                try (ServerClient client = new ServerClient(server, installation.data())) {
                    market.settlePending(client);
                }
            }
            try (ServerClient client = new ServerClient(server, installation.data())) {
                Run first = client.runToItsEnd(JOB);
                Run again = client.runToItsEnd(JOB);

                assertThat(List.of(first, again))
                        .allSatisfy(
                                run -> {
                                    assertThat(run.getState())
                                            .isEqualTo(RunState.RUN_STATE_COMPLETED);
                                    assertThat(run.getItemsSkipped()).isZero();
                                });
                assertThat(again.getItemsChanged()).as("made anew from all trades").isZero();
                assertThat(tradesPerInterval(installation))
                        .hasSize(7 * ASSETS)
                        .allSatisfy(line -> assertThat(line).endsWith("missing 0"));
                market.audit(client);
            }
        }
    }

    /** Per asset and interval, how many trades are in no candle; their volume counts as well. */
    private static List<String> tradesPerInterval(Installation installation) throws SQLException {
        try (Connection connection = DriverManager.getConnection(installation.superuserUrl());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                select format('%s %s missing %s', t.asset_id, c.interval,
                                              t.trades - c.trades + abs(t.volume - c.volume))
                                from (select asset_id, count(*) as trades,
                                             sum(case side when 'BUY' then net else gross end) as volume
                                      from trades group by asset_id) t
                                join (select asset_id, interval, sum(trades) as trades, sum(volume) as volume
                                      from candles group by asset_id, interval) c using (asset_id)
                                """)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                lines.add(rows.getString(1).replace("0.000000", "0"));
            }
            return lines;
        }
    }
}
