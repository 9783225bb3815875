package io.megatron.server.scenarios;

import static io.megatron.mapper.custody.WithdrawalStatus.APPROVED;
import static io.megatron.mapper.custody.WithdrawalStatus.BROADCAST;
import static io.megatron.mapper.custody.WithdrawalStatus.CANCELLED;
import static io.megatron.mapper.custody.WithdrawalStatus.EXPIRED;
import static io.megatron.mapper.custody.WithdrawalStatus.MINED;
import static io.megatron.mapper.custody.WithdrawalStatus.REFUNDED;
import static io.megatron.mapper.custody.WithdrawalStatus.REJECTED;
import static io.megatron.mapper.custody.WithdrawalStatus.REQUESTED;
import static io.megatron.mapper.custody.WithdrawalStatus.SETTLED;
import static io.megatron.mapper.custody.WithdrawalStatus.SIGNED;
import static io.megatron.server.scenarios.PayingInstallation.DEEP;
import static io.megatron.server.scenarios.PayingInstallation.DEPOSITS;
import static io.megatron.server.scenarios.PayingInstallation.SWEEPS;
import static io.megatron.server.scenarios.PayingInstallation.USDC;
import static io.megatron.server.scenarios.PayingInstallation.WITHDRAWALS;
import static io.megatron.server.scenarios.PayingInstallation.addressOf;
import static io.megatron.server.scenarios.PayingInstallation.proof;
import static io.megatron.server.scenarios.ServerClient.newId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.megatron.custody.v1.ApproveWithdrawalRequest;
import io.megatron.custody.v1.CancelWithdrawalRequest;
import io.megatron.custody.v1.ListHaltsRequest;
import io.megatron.custody.v1.RejectWithdrawalRequest;
import io.megatron.custody.v1.RequestWithdrawalRequest;
import io.megatron.custody.v1.ResolveHaltRequest;
import io.megatron.devservices.ChainPace;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.custody.WithdrawalStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Withdrawals that go through everything a withdrawal can become, each time with {@code kill -9} of
 * their server as soon as Postgres has it: before a caller is answered, and before a node hears or
 * answers another word.
 */
@Tag("scenario")
@Timeout(240)
class WithdrawalsUnderFireTest {
    private static final String PAID = "0x000000000000000000000000000000000000ca5e";
    private static final String LATE = "0x0000000000000000000000000000000000001a7e";
    private static final String UNWANTED = "0x000000000000000000000000000000000000bacc";
    private static final String REFUSED = "0x0000000000000000000000000000000000000bad";
    private static final String SEND = "eth_sendRawTransaction";
    private static final int FINAL = 3;
    private static final int VALID_SECONDS = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final Set<WithdrawalStatus> survived = EnumSet.noneOf(WithdrawalStatus.class);
    private DevChain chain;
    private SilentNode node;
    private PayingInstallation installation;
    private WithdrawalRecords records;
    private UUID user;

    @BeforeEach
    void start() throws IOException {
        chain = DevChain.startTemporary(ChainPace.INSTANT);
        node = new SilentNode(chain.url());
        installation =
                PayingInstallation.start(
                        folder,
                        chain,
                        Map.of(
                                "MEGATRON_RPC_URL", node.url(),
                                "MEGATRON_JOBS_SCHEDULED", "false",
                                "MEGATRON_JOBS_POLL", "50ms",
                                "MEGATRON_WITHDRAWALS_APPROVAL_ABOVE", "10",
                                "MEGATRON_WITHDRAWALS_VALIDITY", VALID_SECONDS + "s"));
        records = installation.records();
        try (ServerClient client = installation.client()) {
            PayingInstallation.run(client, DEPOSITS);
            user = client.newUser();
            chain.mint(addressOf(client, user), 100L * USDC);
            chain.mine(DEEP);
            PayingInstallation.run(client, DEPOSITS);
            PayingInstallation.run(client, SWEEPS);
            PayingInstallation.run(client, WITHDRAWALS);
            chain.mine(FINAL);
            PayingInstallation.run(client, WITHDRAWALS);
        }
    }

    @AfterEach
    void stop() {
        records.close();
        installation.close();
        node.close();
        chain.close();
    }

    @Test
    void killed_after_every_transition_a_withdrawal_is_paid_once_or_given_back_once() {
        decideUnderFire();
        chain.ask("anvil_setAutomine", false);
        signUnderFire();
        payUnderFire();
        takeBackUnderFire();
        expireUnderFire();
        chain.ask("anvil_setAutomine", true);
        run(WITHDRAWALS);
        chain.mine(DEEP);
        run(WITHDRAWALS);
        run(DEPOSITS);

        assertThat(survived).containsExactly(WithdrawalStatus.values());
        assertEachTransitionHappenedOnce();
        assertThat(records.transactions(PAID)).isEqualTo(1);
        assertThat(installation.held(PAID)).isEqualTo(12L * USDC);
        assertThat(List.of(LATE, UNWANTED, REFUSED))
                .allSatisfy(other -> assertThat(installation.held(other)).isZero());
        try (ServerClient client = installation.client()) {
            assertThat(client.cash(user)).isEqualTo("88");
            assertThat(proof(client).getUnexplained()).isEqualTo("0");
            assertThat(proof(client).getOnChain()).isEqualTo("88");
            client.assertReconciled();
        }
    }

    private void assertEachTransitionHappenedOnce() {
        assertThat(records.history(UNWANTED)).containsExactly(REQUESTED, CANCELLED);
        assertThat(records.history(REFUSED)).containsExactly(APPROVED, REQUESTED, REJECTED);
        assertThat(records.history(LATE))
                .containsExactly(APPROVED, SIGNED, BROADCAST, EXPIRED, REFUNDED);
        assertThat(records.history(PAID))
                .containsExactly(
                        REQUESTED, APPROVED, SIGNED, BROADCAST, MINED, BROADCAST, MINED, SETTLED,
                        BROADCAST, MINED, SETTLED);
    }

    /** What people decide; and the job, where somebody was blocked since they asked. */
    private void decideUnderFire() {
        killOnce(UNWANTED, REQUESTED, asking("11", UNWANTED));
        killOnce(UNWANTED, CANCELLED, cancelling());
        try (ServerClient client = installation.client()) {
            assertThat(asking("7", REFUSED).test(client)).isFalse();
            client.block(user);
        }
        killOnce(REFUSED, REQUESTED);
        killOnce(REFUSED, REJECTED, rejecting());
        try (ServerClient client = installation.client()) {
            client.unblock(user);
        }
        killOnce(PAID, REQUESTED, asking("12", PAID));
        killOnce(PAID, APPROVED, approving());
    }

    /** Nobody has seen a signature; it is in a transaction that nobody has seen; a node has it. */
    private void signUnderFire() {
        long shown = node.passed(SEND);
        killOnce(PAID, SIGNED);
        killOnce(() -> records.transactions(PAID) == 1);
        assertThat(node.passed(SEND)).isEqualTo(shown);
        node.fallSilentAfter(SEND);
        runAndKillOnce(node::isSilent);
        assertThat(node.passed(SEND)).isEqualTo(shown + 1);
        assertThat(records.is(PAID, SIGNED)).isTrue();
    }

    /** In a block, no longer in one, and in one that is final. */
    private void payUnderFire() {
        killOnce(PAID, BROADCAST);
        chain.mine(1);
        killOnce(PAID, MINED);
        reorg(1);
        killOnce(PAID, BROADCAST);
        run(WITHDRAWALS);
        chain.mine(1);
        run(WITHDRAWALS);
        chain.mine(FINAL);
        killOnce(PAID, SETTLED);
    }

    /** The block that was final is gone, and an operator lets custody go on. */
    private void takeBackUnderFire() {
        reorg(FINAL + 1);
        assertThat(installation.held(PAID)).isZero();
        run(WITHDRAWALS);
        ResolveHaltRequest resolving = resolving();
        killWhileAsking(
                () -> records.is(PAID, BROADCAST),
                client -> client.custody().resolveHalt(resolving).getReplayed());
        try (ServerClient client = installation.client()) {
            assertThat(client.custody().resolveHalt(resolving).getHalt().getWrittenOff())
                    .isEqualTo("0");
        }
        run(WITHDRAWALS);
        chain.mine(1);
        run(WITHDRAWALS);
        chain.mine(FINAL);
        run(WITHDRAWALS);
    }

    private ResolveHaltRequest resolving() {
        try (ServerClient client = installation.client()) {
            return ResolveHaltRequest.newBuilder()
                    .setRequestId(newId())
                    .setHaltId(
                            client.custody()
                                    .listHalts(ListHaltsRequest.newBuilder().setOpen(true).build())
                                    .getHalts(0)
                                    .getHaltId())
                    .setReason("seen")
                    .build();
        }
    }

    /** No block takes it in time. */
    private void expireUnderFire() {
        try (ServerClient client = installation.client()) {
            assertThat(asking("5", LATE).test(client)).isFalse();
        }
        run(WITHDRAWALS);
        chain.ask("anvil_dropAllTransactions");
        chain.ask("evm_increaseTime", VALID_SECONDS + 1);
        chain.mine(1);
        killOnce(LATE, EXPIRED);
        chain.mine(FINAL);
        killOnce(LATE, REFUNDED);
    }

    /** What was in the blocks is gone from the chain, and from nodes. */
    private void reorg(int blocks) {
        chain.ask("anvil_reorg", blocks, List.of());
        chain.ask("anvil_dropAllTransactions");
    }

    private void run(String job) {
        try (ServerClient client = installation.client()) {
            PayingInstallation.run(client, job);
        }
    }

    /** Has the job work on it, and kills the server once it has become this. */
    private void killOnce(String destination, WithdrawalStatus status) {
        assertThat(records.is(destination, status)).isFalse();
        killOnce(() -> records.is(destination, status));
        assertSurvived(destination, status);
    }

    private void killOnce(BooleanSupplier durable) {
        node.fallSilentOnce(durable);
        runAndKillOnce(durable);
    }

    private void runAndKillOnce(BooleanSupplier so) {
        try (ServerClient client = installation.client()) {
            client.runJob(WITHDRAWALS);
            killOnceItIs(so);
        }
        startAgain();
    }

    private void killOnceItIs(BooleanSupplier so) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(so::getAsBoolean);
        installation.kill();
    }

    private void startAgain() {
        node.speakAgain();
        installation.startAgain();
    }

    private void assertSurvived(String destination, WithdrawalStatus status) {
        assertThat(records.is(destination, status)).as("still %s", status).isTrue();
        survived.add(status);
    }

    /**
     * Asks for it, and kills the server once it is durable, whether or not it has answered; asked
     * again under its request id, the next one answers that it is done.
     */
    private void killOnce(
            String destination, WithdrawalStatus status, Predicate<ServerClient> asking) {
        killWhileAsking(() -> records.is(destination, status), asking);
        assertSurvived(destination, status);
        try (ServerClient client = installation.client()) {
            assertThat(asking.test(client)).as("done before").isTrue();
        }
    }

    private void killWhileAsking(BooleanSupplier durable, Predicate<ServerClient> asking) {
        node.fallSilentOnce(durable);
        try (ServerClient client = installation.client()) {
            CompletableFuture<Boolean> answer =
                    CompletableFuture.supplyAsync(() -> asking.test(client));
            killOnceItIs(durable);
            assertThat(answer.exceptionally(WithdrawalsUnderFireTest::noAnswer).join()).isFalse();
        }
        startAgain();
    }

    /** Whoever was not answered knows nothing yet. */
    private static boolean noAnswer(Throwable failure) {
        assertThat(failure).isInstanceOf(CompletionException.class);
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused ->
                                assertThat(refused.getStatus().getCode())
                                        .isEqualTo(Status.Code.UNAVAILABLE));
        return false;
    }

    private Predicate<ServerClient> asking(String usdc, String destination) {
        RequestWithdrawalRequest request =
                RequestWithdrawalRequest.newBuilder()
                        .setRequestId(newId())
                        .setAmount(usdc)
                        .setDestination(destination)
                        .build();
        return client -> client.custody(user).requestWithdrawal(request).getReplayed();
    }

    private Predicate<ServerClient> approving() {
        ApproveWithdrawalRequest request =
                ApproveWithdrawalRequest.newBuilder()
                        .setRequestId(newId())
                        .setWithdrawalId(records.id(PAID))
                        .build();
        return client -> client.custody().approveWithdrawal(request).getReplayed();
    }

    private Predicate<ServerClient> cancelling() {
        CancelWithdrawalRequest request =
                CancelWithdrawalRequest.newBuilder()
                        .setRequestId(newId())
                        .setWithdrawalId(records.id(UNWANTED))
                        .build();
        return client -> client.custody(user).cancelWithdrawal(request).getReplayed();
    }

    private Predicate<ServerClient> rejecting() {
        RejectWithdrawalRequest request =
                RejectWithdrawalRequest.newBuilder()
                        .setRequestId(newId())
                        .setWithdrawalId(records.id(REFUSED))
                        .setReason("asked by the court")
                        .build();
        return client -> client.custody().rejectWithdrawal(request).getReplayed();
    }
}
