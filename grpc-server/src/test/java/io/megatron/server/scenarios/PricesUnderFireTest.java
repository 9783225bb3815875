package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the price engine and of Redis, with all that Redis knew, in mid-load: trades
 * go on, and in the end every price is what the trades alone say.
 */
@Tag("scenario")
@Timeout(180)
class PricesUnderFireTest {
    private static final int CALLERS = 16;
    private static final int ASSETS = 5;
    private static final Duration CATCHING_UP = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    /** What dies. */
    private enum Victim {
        REDIS_FIRST,
        BOTH,
        ENGINE
    }

    @Test
    void no_event_is_missing_and_none_counts_twice_whatever_dies() {
        Seed seed = Seed.print("kill -9 of the price engine and of Redis");
        RandomGenerator moments = seed.random(-1);
        try (Installation installation = Installation.startedBefore(folder)) {
            ServerProcess server = installation.start();
            Market market;
            try (ServerClient client = new ServerClient(server, installation.data())) {
                market = Market.open(client, "PRICED", CALLERS, ASSETS, seed);
            }
            for (Victim victim : Victim.values()) {
                try (ServerClient client = new ServerClient(server, installation.data());
                        TradingLoad load = market.trade(client)) {
                    load.awaitTrades(moments.nextInt(200, 600));
                    kill(victim, installation, server, load);
                    load.abandon();
                }
                server = installation.start();
                try (ServerClient client = new ServerClient(server, installation.data())) {
                    market.settlePending(client);
                }
            }
            awaitPrices(installation);
            assertThat(disagreements(installation)).isEmpty();
            try (ServerClient client = new ServerClient(server, installation.data())) {
                market.audit(client);
            }
        }
    }

    private static void kill(
            Victim victim, Installation installation, ServerProcess server, TradingLoad load) {
        List<ProcessHandle> dying = new ArrayList<>();
        if (victim != Victim.ENGINE) {
            dying.addAll(installation.redis());
            assertThat(dying).as("Redis").hasSize(1);
        }
        if (victim == Victim.REDIS_FIRST) {
            Signals.kill(dying);
            // Trades do not need it.
            load.awaitTrades(300);
            dying.clear();
        }
        dying.add(server.handle());
        Signals.kill(dying);
        if (victim != Victim.ENGINE) {
            forget(installation.data().resolve("redis"));
        }
    }

    /** What Redis has on disk goes as well. */
    private static void forget(Path redis) {
        try (Stream<Path> files = Files.walk(redis)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new AssertionError("Redis' files cannot be deleted", e);
        }
        assertThat(redis).doesNotExist();
    }

    private static void awaitPrices(Installation installation) {
        await("every event in a price")
                .atMost(CATCHING_UP)
                .until(
                        () ->
                                rows(
                                                installation,
                                                """
                                                select a.symbol from assets a
                                                left join prices p on p.asset_id = a.id
                                                where a.event_seq > coalesce(p.event_seq, 0)
                                                """)
                                        .isEmpty());
    }

    /** Assets whose last price is not what their trades say. */
    private static List<String> disagreements(Installation installation) {
        return rows(
                installation,
                """
                with t as (
                    select asset_id, trade_seq, executed_at, price_after, supply_after,
                           case side when 'BUY' then net else gross end as volume
                    from trades
                ), said as (
                    select a.id, a.symbol, max(t.trade_seq) as trade_seq, count(*) as trades,
                           sum(t.volume) as volume,
                           (array_agg(t.price_after order by t.trade_seq desc))[1] as price,
                           (array_agg(t.supply_after order by t.trade_seq desc))[1] as supply
                    from assets a join t on t.asset_id = a.id
                    group by a.id
                ), ticked as (
                    select asset_id, sum(trades) as trades, sum(traded) as volume,
                           count(*) = max(tick_seq) as gapless
                    from ticks group by asset_id
                )
                select concat_ws(' ', s.symbol, p.*)
                from said s
                left join prices p on p.asset_id = s.id
                left join ticked k on k.asset_id = s.id
                where (p.trade_seq, p.marginal, p.supply, k.trades, k.volume, k.gapless)
                      is distinct from (s.trade_seq, s.price, s.supply, s.trades, s.volume, true)
                   or p.volume <> coalesce((
                        select sum(t.volume) from t
                        where t.asset_id = s.id and t.executed_at > p.ticked_at - interval '5 minutes'), 0)
                """);
    }

    private static List<String> rows(Installation installation, String sql) {
        try (Connection connection = DriverManager.getConnection(installation.ownerUrl());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError("Postgres could not be asked", e);
        }
    }
}
