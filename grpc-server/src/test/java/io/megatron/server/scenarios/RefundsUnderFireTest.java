package io.megatron.server.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunState;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A refund of many LPs whose server is killed again and again: everybody is paid exactly once.
 * {@code -Dmegatron.lps=100000} makes it many more.
 */
@Tag("scenario")
@Timeout(900)
class RefundsUnderFireTest {
    private static final int LPS = Integer.getInteger("megatron.lps", 1500);
    private static final int KILLS = Integer.getInteger("megatron.kills", 1);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void a_refund_that_is_killed_and_begun_again_pays_everybody_exactly_once() throws Exception {
        RandomGenerator moments = Seed.print("kill -9 in mid-refund").random(-1);
        try (Installation installation = Installation.startedBefore(folder)) {
            ServerProcess server = installation.start();
            List<UUID> lps;
            try (ServerClient client = new ServerClient(server, installation.data())) {
                String asset = client.newAssetThatWillMiss("MISSED");
                lps = client.newLps(asset, LPS);
                client.moveClock(Duration.newBuilder().setSeconds(7 * 86_400).build());
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                try (ServerClient client = new ServerClient(server, installation.data())) {
                    client.runJob("funding-refunds");
                    Thread.sleep(moments.nextInt(300, 1200));
                }
                server.kill();
                server = installation.start();
            }
            try (ServerClient client = new ServerClient(server, installation.data())) {
                Run last = client.runToItsEnd("funding-refunds");
                Run again = client.runToItsEnd("funding-refunds");

                assertThat(last.getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
                assertThat(last.getItemsSkipped()).isZero();
                assertThat(again.getItemsDone()).as("nothing is due any more").isZero();
                assertThat(lps).allSatisfy(lp -> assertThat(client.cash(lp)).isEqualTo("1"));
                client.assertReconciled();
            }
            System.out.printf("%d LPs were paid, through %d kills%n", LPS, KILLS);
        }
    }
}
