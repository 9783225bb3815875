package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.megatron.devservices.DevPostgres;
import io.megatron.devservices.SharedTestPostgres;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunState;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two job nodes work on the same thing, while people do it by hand as well: effects once. */
@Tag("scenario")
@Timeout(180)
class TwoJobNodesTest {
    private static final int LPS = 600;
    private static final int BY_HAND = 200;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void runs_of_one_job_on_two_nodes_and_claims_by_hand_pay_every_lp_once() {
        DevPostgres postgres = SharedTestPostgres.get();
        String database = postgres.createDatabase("jobnodes");
        try (Installation installation = Installation.startedBefore(folder);
                ServerClient one = client(installation, postgres, database, "one");
                ServerClient two = client(installation, postgres, database, "two")) {
            String asset = one.newAssetThatWillMiss("TWICE");
            List<UUID> lps = one.newLps(asset, LPS);
            one.moveClock(days(7));

            List<String> asked =
                    Stream.of(one, two, one, two)
                            .map(node -> node.runJob("funding-refunds"))
                            .toList();
            List<CompletableFuture<Boolean>> claims =
                    IntStream.range(0, BY_HAND)
                            .mapToObj(
                                    i ->
                                            CompletableFuture.supplyAsync(
                                                    () ->
                                                            (i % 2 == 0 ? one : two)
                                                                    .claimRefund(
                                                                            lps.get(LPS - 1 - i),
                                                                            asset)))
                            .toList();
            List<Run> runs = asked.stream().map(two::watch).toList();
            long byHand = claims.stream().filter(CompletableFuture::join).count();

            System.out.printf(
                    "%d LPs: %d paid by hand, runs %s%n",
                    LPS,
                    byHand,
                    runs.stream().map(run -> run.getNode() + " " + run.getItemsChanged()).toList());
            assertThat(runs)
                    .allSatisfy(
                            run -> {
                                assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
                                assertThat(run.getItemsSkipped()).isZero();
                            });
            assertThat(runs.stream().mapToLong(Run::getItemsChanged).sum() + byHand)
                    .as("refunds counted, and the cancellation if a job was first")
                    .isBetween((long) LPS, LPS + 1L);
            assertThat(runs.stream().map(Run::getNode).distinct())
                    .as("nodes that took runs")
                    .hasSize(2);
            assertThat(lps).allSatisfy(lp -> assertThat(two.cash(lp)).isEqualTo("1"));
            two.assertReconciled();
        }
    }

    @Test
    void runs_over_one_queue_on_two_nodes_pay_what_the_limit_allows_and_in_its_order() {
        DevPostgres postgres = SharedTestPostgres.get();
        String database = postgres.createDatabase("queue");
        try (Installation installation = Installation.startedBefore(folder);
                ServerClient one = client(installation, postgres, database, "one");
                ServerClient two = client(installation, postgres, database, "two")) {
            String asset = one.newUnfundedAsset("QUEUE");
            List<UUID> lps = IntStream.range(0, 10).mapToObj(i -> one.newTrader("1000")).toList();
            lps.forEach(lp -> one.contribute(lp, asset, "1000"));
            one.moveClock(days(180));
            lps.forEach(lp -> one.withdraw(lp, asset, "1000"));
            assertThat(lps.stream().map(two::cash))
                    .as("at once, until somebody waits")
                    .containsExactly("250", "0", "0", "0", "0", "0", "0", "0", "0", "0");

            List<Run> sameDay = runsAtOnce(one, two, "lp-withdrawals");
            List<String> first = lps.stream().map(two::cash).toList();
            one.moveClock(days(1));
            List<Run> nextDay = runsAtOnce(one, two, "lp-withdrawals");

            assertThat(first).as("a tenth of 10 000").startsWith("1000", "0");
            assertThat(lps.stream().map(two::cash))
                    .as("and a tenth of what was left, in the order of asking")
                    .containsExactly("1000", "900", "0", "0", "0", "0", "0", "0", "0", "0");
            assertThat(Stream.concat(sameDay.stream(), nextDay.stream()))
                    .allSatisfy(run -> assertThat(run.getItemsSkipped()).isZero());
            two.assertReconciled();
        }
    }

    private static List<Run> runsAtOnce(ServerClient one, ServerClient two, String job) {
        List<String> asked = Stream.of(one, two, one, two).map(node -> node.runJob(job)).toList();
        List<Run> runs = asked.stream().map(two::watch).toList();
        assertThat(runs)
                .allSatisfy(
                        run -> assertThat(run.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED));
        return runs;
    }

    private static Duration days(int days) {
        return Duration.newBuilder().setSeconds(days * 86_400L).build();
    }

    /** Each node takes one run at a time, so both have to work; the schedule adds none. */
    private static ServerClient client(
            Installation installation, DevPostgres postgres, String database, String name) {
        Map<String, String> settings =
                new HashMap<>(ExternalPostgres.settings(postgres, database, name));
        settings.put("MEGATRON_JOBS_CONCURRENT_RUNS", "1");
        settings.put("MEGATRON_JOBS_POLL", "50ms");
        settings.put("MEGATRON_JOBS_SCHEDULED", "false");
        return new ServerClient(installation.start(settings), installation.data());
    }
}
