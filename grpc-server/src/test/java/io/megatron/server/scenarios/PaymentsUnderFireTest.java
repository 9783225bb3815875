package io.megatron.server.scenarios;

import static io.megatron.server.scenarios.PayingInstallation.DEEP;
import static io.megatron.server.scenarios.PayingInstallation.DEPOSITS;
import static io.megatron.server.scenarios.PayingInstallation.SWEEPS;
import static io.megatron.server.scenarios.PayingInstallation.USDC;
import static io.megatron.server.scenarios.PayingInstallation.WITHDRAWALS;
import static io.megatron.server.scenarios.PayingInstallation.addressOf;
import static io.megatron.server.scenarios.PayingInstallation.proof;
import static io.megatron.server.scenarios.PayingInstallation.run;
import static io.megatron.server.scenarios.ServerClient.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.custody.v1.ListWithdrawalsRequest;
import io.megatron.custody.v1.RequestWithdrawalRequest;
import io.megatron.custody.v1.Reserves;
import io.megatron.custody.v1.Withdrawal;
import io.megatron.custody.v1.WithdrawalStatus;
import io.megatron.devservices.ChainPace;
import io.megatron.devservices.DevChain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deposits, sweeps and withdrawals whose server is killed in the middle of each job, again and
 * again: all of it is credited, swept and paid exactly once.
 */
@Tag("scenario")
@Timeout(300)
class PaymentsUnderFireTest {
    private static final int USERS = 40;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final RandomGenerator moments = Seed.print("kill -9 in mid-payment").random(-1);
    private DevChain chain;
    private PayingInstallation installation;

    @BeforeEach
    void start() throws IOException {
        chain = DevChain.startTemporary(ChainPace.INSTANT);
        installation =
                PayingInstallation.start(folder, chain, Map.of("MEGATRON_JOBS_POLL", "50ms"));
    }

    @AfterEach
    void stop() {
        installation.close();
        chain.close();
    }

    @Test
    void payments_whose_jobs_are_killed_and_begun_again_happen_exactly_once() throws Exception {
        List<UUID> users;
        try (ServerClient client = installation.client()) {
            run(client, DEPOSITS);
            users = IntStream.range(0, USERS).mapToObj(_ -> client.newUser()).toList();
            users.forEach(user -> chain.mint(addressOf(client, user), 20L * USDC));
        }
        chain.mine(DEEP);
        killIn(DEPOSITS, 500);
        killIn(SWEEPS, 1_000);
        try (ServerClient client = installation.client()) {
            run(client, DEPOSITS);
            for (int user = 0; user < USERS; user++) {
                withdraw(client, users.get(user), recipient(user));
            }
        }
        for (int kill = 0; kill < 2; kill++) {
            killIn(WITHDRAWALS, 1_000);
            chain.mine(moments.nextInt(DEEP));
        }
        try (ServerClient client = installation.client()) {
            for (int round = 0; round < 4; round++) {
                run(client, SWEEPS);
                run(client, WITHDRAWALS);
                chain.mine(DEEP);
                run(client, DEPOSITS);
            }
            run(client, WITHDRAWALS);

            assertThat(users).allSatisfy(user -> assertThat(client.cash(user)).isEqualTo("8"));
            assertThat(users)
                    .allSatisfy(
                            user ->
                                    assertThat(installation.held(addressOf(client, user)))
                                            .isZero());
            assertThat(IntStream.range(0, USERS))
                    .allSatisfy(
                            user ->
                                    assertThat(installation.held(recipient(user)))
                                            .isEqualTo(12L * USDC));
            assertThat(withdrawals(client))
                    .hasSize(USERS)
                    .extracting(Withdrawal::getStatus)
                    .containsOnly(WithdrawalStatus.WITHDRAWAL_STATUS_SETTLED);
            Reserves proof = proof(client);
            assertThat(proof.getUnexplained()).isEqualTo("0");
            assertThat(proof.getOnChain()).isEqualTo(Integer.toString(8 * USERS));
            client.assertReconciled();
        }
    }

    /** Kills the server some time after the job has begun. */
    private void killIn(String job, int withinMillis) throws InterruptedException {
        try (ServerClient client = installation.client()) {
            client.runJob(job);
            Thread.sleep(moments.nextInt(withinMillis));
        }
        installation.kill();
        installation.startAgain();
    }

    private static String recipient(int user) {
        return "0x000000000000000000000000000000000000%04d".formatted(1_000 + user);
    }

    private static void withdraw(ServerClient client, UUID user, String destination) {
        client.custody(user)
                .requestWithdrawal(
                        RequestWithdrawalRequest.newBuilder()
                                .setRequestId(newId())
                                .setAmount("12")
                                .setDestination(destination)
                                .build());
    }

    private static List<Withdrawal> withdrawals(ServerClient client) {
        return client.custody()
                .listWithdrawals(ListWithdrawalsRequest.newBuilder().setPageSize(2 * USERS).build())
                .getWithdrawalsList();
    }
}
