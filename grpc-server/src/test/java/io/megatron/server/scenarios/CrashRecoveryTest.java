package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in mid-load: what was acknowledged is durable, what was not can be sent again.
 */
@Tag("scenario")
@Timeout(180)
class CrashRecoveryTest {
    private static final int CALLERS = 24;
    private static final int ASSETS = 3;
    private static final int KILLS = Integer.getInteger("megatron.kills", 2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void killing_server_and_postgres_loses_no_acknowledged_trade_and_doubles_none() {
        Seed seed = Seed.print("kill -9 of server and Postgres");
        RandomGenerator moments = seed.random(-1);
        try (Installation installation = Installation.startedBefore(folder)) {
            ServerProcess server = installation.start();
            Market market;
            try (ServerClient client = new ServerClient(server, installation.data())) {
                market = Market.open(client, "KILLED", CALLERS, ASSETS, seed);
            }
            SlowCommits.on(installation.superuserUrl());
            for (int kill = 1; kill <= KILLS; kill++) {
                try (ServerClient client = new ServerClient(server, installation.data());
                        TradingLoad load = market.trade(client)) {
                    load.awaitTrades(moments.nextInt(100, 600));
                    killBoth(installation, server, moments.nextBoolean());
                    load.abandon();
                }
                server = installation.start();
                try (ServerClient client = new ServerClient(server, installation.data())) {
                    market.settlePending(client);
                    market.audit(client);
                }
            }
        }
    }

    /** As near to the same moment as it gets; chance decides which dies first. */
    private static void killBoth(
            Installation installation, ServerProcess server, boolean serverFirst) {
        List<ProcessHandle> both = new ArrayList<>(installation.postgres());
        assertThat(both).as("Postgres and what it has forked").hasSizeGreaterThan(5);
        both.add(serverFirst ? 0 : both.size(), server.handle());
        Signals.kill(both);
    }

    @Test
    void a_killed_server_leaves_orphans_that_the_next_one_takes_over_with_all_trades() {
        Seed seed = Seed.print("kill -9 of the server alone");
        try (Installation installation = Installation.startedBefore(folder)) {
            ServerProcess server = installation.start();
            Market market;
            try (ServerClient client = new ServerClient(server, installation.data())) {
                market = Market.open(client, "ORPHAN", CALLERS, ASSETS, seed);
                try (TradingLoad load = market.trade(client)) {
                    load.awaitTrades(500);
                    server.kill();
                    load.abandon();
                }
            }
            Set<Long> orphans = embedded(installation);
            assertThat(orphans).as("Postgres and Redis live on").hasSize(2);

            server = installation.start();

            assertThat(embedded(installation)).as("the same two processes").isEqualTo(orphans);
            try (ServerClient client = new ServerClient(server, installation.data())) {
                market.settlePending(client);
                market.audit(client);
            }
        }
    }

    /** Postmaster and Redis. */
    private static Set<Long> embedded(Installation installation) {
        return List.of(installation.postgres().getFirst(), installation.redis().getFirst()).stream()
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }
}
