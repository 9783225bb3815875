package io.megatron.server.custody;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.custody.v1.AttributeDepositRequest;
import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.custody.v1.CustodyServiceGrpc.CustodyServiceBlockingStub;
import io.megatron.custody.v1.Deposit;
import io.megatron.custody.v1.DepositAddress;
import io.megatron.custody.v1.DepositStatus;
import io.megatron.custody.v1.DepositWait;
import io.megatron.custody.v1.GetDepositAddressRequest;
import io.megatron.custody.v1.Halt;
import io.megatron.custody.v1.ListDepositsRequest;
import io.megatron.custody.v1.ListHaltsRequest;
import io.megatron.custody.v1.ListRescansRequest;
import io.megatron.custody.v1.RescanDepositsRequest;
import io.megatron.custody.v1.ResolveHaltRequest;
import io.megatron.custody.v1.ResolveHaltResponse;
import io.megatron.devservices.ChainPace;
import io.megatron.devservices.DevChain;
import io.megatron.operations.v1.RunState;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange.Person;
import io.megatron.server.operations.OperatorDesk;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Deposits as people meet them: a real transfer on a real chain, and the job. */
@Timeout(120)
class DepositsOverTheNetworkTest {
    private static final String JOB = "deposit-confirmations";
    private static final int USDC = 1_000_000;

    @TempDir private static Path folder;

    private static DevChain chain;
    private static OperatorDesk desk;

    @BeforeAll
    static void start() throws IOException {
        chain = DevChain.startTemporary(ChainPace.INSTANT);
        desk =
                OperatorDesk.open(
                        folder,
                        Map.of(
                                "MEGATRON_RPC_URL", chain.url(),
                                "MEGATRON_USDC_ADDRESS", chain.token(),
                                "MEGATRON_DATA", folder.toString()));
    }

    @AfterAll
    static void stop() {
        desk.close();
        chain.close();
    }

    private static CustodyServiceBlockingStub custody(Person person) {
        return CustodyServiceGrpc.newBlockingStub(person.channel());
    }

    private static DepositAddress addressOf(Person person) {
        return custody(person)
                .getDepositAddress(GetDepositAddressRequest.getDefaultInstance())
                .getDepositAddress();
    }

    private static List<Deposit> depositsOf(Person person) {
        return custody(person)
                .listDeposits(ListDepositsRequest.getDefaultInstance())
                .getDepositsList();
    }

    private static void run() {
        assertThat(desk.run(JOB).getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
    }

    @Test
    void a_transfer_becomes_a_deposit_and_nobody_else_sees_it() {
        Person person = desk.exchange().traderWith("0");
        Person other = desk.exchange().traderWith("0");
        DepositAddress address = addressOf(person);
        assertThat(addressOf(person)).isEqualTo(address);
        assertThat(addressOf(other).getAddress()).isNotEqualTo(address.getAddress());
        assertThat(address.getRequiredConfirmations()).isEqualTo(12);

        chain.mint(address.getAddress(), 25 * USDC);
        chain.mine(5);
        run();
        Deposit waiting = depositsOf(person).getFirst();
        assertThat(waiting.getStatus()).isEqualTo(DepositStatus.DEPOSIT_STATUS_DETECTED);
        assertThat(waiting.getWaitsFor()).isEqualTo(DepositWait.DEPOSIT_WAIT_CONFIRMATIONS);
        assertThat(waiting.getConfirmations()).isEqualTo(6);
        assertThat(waiting.getAddress()).isEqualTo(address.getAddress());

        chain.mine(6);
        run();
        Deposit credited = depositsOf(person).getFirst();
        assertThat(credited.getStatus()).isEqualTo(DepositStatus.DEPOSIT_STATUS_CREDITED);
        assertThat(credited.getAmount()).isEqualTo("25");
        assertThat(credited.getLedgerSequence()).isPositive();
        assertThat(depositsOf(other)).isEmpty();
        assertThat(
                        Failure.of(
                                        () ->
                                                custody(other)
                                                        .listDeposits(
                                                                ListDepositsRequest.newBuilder()
                                                                        .setUserId(
                                                                                person.id()
                                                                                        .toString())
                                                                        .build()))
                                .reason())
                .isEqualTo("USER_NOT_FOUND");
    }

    @Test
    void an_operator_has_blocks_read_again_once() {
        RescanDepositsRequest request =
                RescanDepositsRequest.newBuilder()
                        .setRequestId(newId())
                        .setFromBlock(0)
                        .setToBlock(1)
                        .setReason("to be sure")
                        .build();
        assertThat(custody(desk.ops()).rescanDeposits(request).getReplayed()).isFalse();
        assertThat(custody(desk.ops()).rescanDeposits(request).getReplayed()).isTrue();
        run();

        assertThat(
                        custody(desk.ops())
                                .listRescans(ListRescansRequest.getDefaultInstance())
                                .getRescansList())
                .hasSize(1)
                .allSatisfy(rescan -> assertThat(rescan.getNextBlock()).isEqualTo(2));
    }

    @Test
    void a_block_that_no_chain_has_is_refused_by_name() {
        RescanDepositsRequest request =
                RescanDepositsRequest.newBuilder()
                        .setRequestId(newId())
                        .setToBlock(Long.MAX_VALUE)
                        .setReason("to be sure")
                        .build();

        assertThat(Failure.of(() -> custody(desk.ops()).rescanDeposits(request)).fields())
                .containsExactly("to_block");
    }

    @Test
    void how_old_the_newest_block_is_is_a_figure_and_an_alert() throws SQLException {
        long now = Instant.now().getEpochSecond();
        chain.ask("evm_setTime", now - 3_600);
        chain.mine(1);
        run();
        assertThat(desk.gauge("megatron.chain.head.age")).isBetween(3_600.0, 3_700.0);
        assertThat(staleAlerts()).isEqualTo("1");

        chain.ask("evm_setTime", now);
        chain.mine(1);
        run();

        assertThat(desk.gauge("megatron.chain.head.age")).isBetween(-1.0, 100.0);
        assertThat(staleAlerts()).isEqualTo("0");
    }

    private static String staleAlerts() throws SQLException {
        return desk.query(
                "select count(*) from custody_alerts where kind = 'CHAIN_STALE' and cleared_at is"
                        + " null");
    }

    @Test
    void a_deep_reorg_halts_until_it_is_resolved() {
        Person person = desk.exchange().traderWith("0");
        chain.mint(addressOf(person).getAddress(), 3 * USDC);
        chain.mine(12);
        run();
        chain.ask("anvil_reorg", 13, List.of());
        chain.mine(14);
        run();
        Halt halt =
                custody(desk.ops())
                        .listHalts(ListHaltsRequest.newBuilder().setOpen(true).build())
                        .getHalts(0);
        assertThat(halt.getCause()).isEqualTo("DEEP_REORG");

        ResolveHaltRequest request =
                ResolveHaltRequest.newBuilder()
                        .setRequestId(newId())
                        .setHaltId(halt.getHaltId())
                        .setReason("seen")
                        .build();
        ResolveHaltResponse asked =
                custody(desk.ops()).resolveHalt(request.toBuilder().setValidateOnly(true).build());
        ResolveHaltResponse first = custody(desk.ops()).resolveHalt(request);
        ResolveHaltResponse again = custody(desk.ops()).resolveHalt(request);

        assertThat(asked.getHalt().getWrittenOff()).isEqualTo("3");
        assertThat(first.getHalt().getWrittenOff()).isEqualTo("3");
        assertThat(first.getGoneList())
                .extracting(Deposit::getUserId)
                .containsExactly(person.id().toString());
        assertThat(first.getTotalGone()).isEqualTo(1);
        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getHalt()).isEqualTo(first.getHalt());
        assertThat(
                        custody(desk.ops())
                                .listHalts(ListHaltsRequest.newBuilder().setOpen(true).build())
                                .getHaltsList())
                .isEmpty();
    }

    @Test
    void a_deposit_that_does_not_exist_cannot_be_given_away() {
        Person person = desk.exchange().traderWith("0");
        AttributeDepositRequest request =
                AttributeDepositRequest.newBuilder()
                        .setRequestId(newId())
                        .setDepositId(UUID.randomUUID().toString())
                        .setUserId(person.id().toString())
                        .setReason("theirs")
                        .build();

        assertThat(
                        Failure.of(() -> custody(desk.exchange().admin()).attributeDeposit(request))
                                .reason())
                .isEqualTo("DEPOSIT_NOT_FOUND");
    }
}
