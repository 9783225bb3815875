package io.megatron.server.custody;

import static io.megatron.server.RunningExchange.newId;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Secret;
import io.megatron.core.custody.keys.Keystore;
import io.megatron.custody.v1.ApproveWithdrawalRequest;
import io.megatron.custody.v1.CancelWithdrawalRequest;
import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.custody.v1.CustodyServiceGrpc.CustodyServiceBlockingStub;
import io.megatron.custody.v1.GetWithdrawalRequest;
import io.megatron.custody.v1.ListWithdrawalsRequest;
import io.megatron.custody.v1.RequestWithdrawalRequest;
import io.megatron.custody.v1.RequestWithdrawalResponse;
import io.megatron.custody.v1.Withdrawal;
import io.megatron.custody.v1.WithdrawalStatus;
import io.megatron.devservices.ChainPace;
import io.megatron.devservices.DevChain;
import io.megatron.operations.v1.BlockUserRequest;
import io.megatron.operations.v1.ConfirmActionRequest;
import io.megatron.operations.v1.PendingAction;
import io.megatron.operations.v1.RunState;
import io.megatron.server.Failure;
import io.megatron.server.RunningExchange.Person;
import io.megatron.server.operations.OperatorDesk;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Withdrawals as people meet them: asked for over the network, paid on a real chain by the job. */
@Timeout(120)
class WithdrawalsOverTheNetworkTest {
    private static final String JOB = "custody-withdrawals";
    private static final int USDC = 1_000_000;
    private static final String DESTINATION = "0x000000000000000000000000000000000000a11c";

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
        Path keys = folder.resolve("dev-keys");
        Keystore keystore =
                Keystore.open(
                        keys.resolve("keystore.json"),
                        Secret.of(Files.readString(keys.resolve("keystore-password"))));
        chain.mint(keystore.hotWallet().address().toString(), 20_000L * USDC);
        chain.fundGas(keystore.submitter(0).address().toString(), BigInteger.TEN.pow(18));
        run();
    }

    @AfterAll
    static void stop() {
        desk.close();
        chain.close();
    }

    private static CustodyServiceBlockingStub custody(Person person) {
        return CustodyServiceGrpc.newBlockingStub(person.channel());
    }

    private static void run() {
        assertThat(desk.run(JOB).getState()).isEqualTo(RunState.RUN_STATE_COMPLETED);
    }

    private static RequestWithdrawalRequest request(String usdc) {
        return RequestWithdrawalRequest.newBuilder()
                .setRequestId(newId())
                .setAmount(usdc)
                .setDestination(DESTINATION)
                .build();
    }

    private static Withdrawal find(Person person, Withdrawal withdrawal) {
        return custody(person)
                .getWithdrawal(
                        GetWithdrawalRequest.newBuilder()
                                .setWithdrawalId(withdrawal.getWithdrawalId())
                                .build())
                .getWithdrawal();
    }

    @Test
    void a_withdrawal_arrives_and_asking_again_asks_once() {
        Person person = desk.exchange().traderWith("100");
        Person other = desk.exchange().traderWith("0");
        RequestWithdrawalRequest request = request("12.345678");
        assertThat(
                        custody(person)
                                .requestWithdrawal(
                                        request.toBuilder().setValidateOnly(true).build())
                                .getWithdrawal()
                                .getStatus())
                .isEqualTo(WithdrawalStatus.WITHDRAWAL_STATUS_APPROVED);

        Withdrawal asked = custody(person).requestWithdrawal(request).getWithdrawal();
        RequestWithdrawalResponse again = custody(person).requestWithdrawal(request);
        assertThat(again.getReplayed()).isTrue();
        assertThat(again.getWithdrawal()).isEqualTo(asked);
        run();
        chain.mine(3);
        run();

        Withdrawal paid = find(person, asked);
        assertThat(paid.getStatus()).isEqualTo(WithdrawalStatus.WITHDRAWAL_STATUS_SETTLED);
        assertThat(paid.getAmount()).isEqualTo("12.345678");
        assertThat(paid.getTransactionHash()).startsWith("0x");
        assertThat(paid.getBlockNumber()).isPositive();
        assertThat(
                        custody(person)
                                .listWithdrawals(ListWithdrawalsRequest.getDefaultInstance())
                                .getWithdrawalsList())
                .containsExactly(paid);
        assertThat(Failure.of(() -> find(other, asked)).reason()).isEqualTo("WITHDRAWAL_NOT_FOUND");
    }

    @Test
    void a_large_one_waits_for_an_administrator_and_can_be_taken_back() {
        Person person = desk.exchange().traderWith("3000");
        Withdrawal first = custody(person).requestWithdrawal(request("1500")).getWithdrawal();
        Withdrawal second = custody(person).requestWithdrawal(request("1500")).getWithdrawal();
        assertThat(first.getNeedsApproval()).isTrue();
        assertThat(first.getStatus()).isEqualTo(WithdrawalStatus.WITHDRAWAL_STATUS_REQUESTED);

        custody(desk.exchange().admin())
                .approveWithdrawal(
                        ApproveWithdrawalRequest.newBuilder()
                                .setRequestId(newId())
                                .setWithdrawalId(first.getWithdrawalId())
                                .build());
        cancel(person, second);
        run();
        chain.mine(3);
        run();

        assertThat(find(person, first).getStatus())
                .isEqualTo(WithdrawalStatus.WITHDRAWAL_STATUS_SETTLED);
        assertThat(find(person, second).getStatus())
                .isEqualTo(WithdrawalStatus.WITHDRAWAL_STATUS_CANCELLED);
    }

    @Test
    void above_another_threshold_two_administrators_approve() {
        Person person = desk.exchange().traderWith("3000");
        Withdrawal asked =
                custody(person).requestWithdrawal(request("2500.000001")).getWithdrawal();
        ApproveWithdrawalRequest approval =
                ApproveWithdrawalRequest.newBuilder()
                        .setRequestId(newId())
                        .setWithdrawalId(asked.getWithdrawalId())
                        .build();
        assertThat(
                        custody(desk.exchange().admin())
                                .approveWithdrawal(
                                        approval.toBuilder().setValidateOnly(true).build())
                                .hasPending())
                .isTrue();

        PendingAction pending =
                custody(desk.exchange().admin()).approveWithdrawal(approval).getPending();
        run();

        assertThat(find(person, asked).getStatus())
                .isEqualTo(WithdrawalStatus.WITHDRAWAL_STATUS_REQUESTED);
        assertThat(pending.getDetailsMap()).containsEntry("withdrawal_id", asked.getWithdrawalId());
        desk.exchange().secondAdmin().admin().confirmAction(confirming(pending));
        run();
        chain.mine(3);
        run();
        assertThat(find(person, asked).getStatus())
                .isEqualTo(WithdrawalStatus.WITHDRAWAL_STATUS_SETTLED);
    }

    @Test
    void what_was_taken_back_meanwhile_is_not_approved_and_the_answer_says_so() {
        Person person = desk.exchange().traderWith("3000");
        Withdrawal asked = custody(person).requestWithdrawal(request("2600")).getWithdrawal();
        PendingAction pending =
                custody(desk.exchange().admin())
                        .approveWithdrawal(
                                ApproveWithdrawalRequest.newBuilder()
                                        .setRequestId(newId())
                                        .setWithdrawalId(asked.getWithdrawalId())
                                        .build())
                        .getPending();
        cancel(person, asked);

        assertThat(
                        Failure.of(
                                        () ->
                                                desk.exchange()
                                                        .secondAdmin()
                                                        .admin()
                                                        .confirmAction(confirming(pending)))
                                .reason())
                .isEqualTo("WITHDRAWAL_CLOSED");
        assertThat(find(person, asked).getStatus())
                .isEqualTo(WithdrawalStatus.WITHDRAWAL_STATUS_CANCELLED);
    }

    @Test
    void a_blocked_user_asks_as_before_and_an_administrator_lets_it_go() {
        Person person = desk.exchange().traderWith("100");
        desk.exchange()
                .admin()
                .admin()
                .blockUser(
                        BlockUserRequest.newBuilder()
                                .setRequestId(newId())
                                .setUserId(person.id().toString())
                                .setReason("asked by the court")
                                .build());

        Withdrawal asked = custody(person).requestWithdrawal(request("7")).getWithdrawal();

        assertThat(asked.getNeedsApproval()).isTrue();
        custody(desk.exchange().admin())
                .approveWithdrawal(
                        ApproveWithdrawalRequest.newBuilder()
                                .setRequestId(newId())
                                .setWithdrawalId(asked.getWithdrawalId())
                                .build());
        run();
        chain.mine(3);
        run();
        assertThat(find(person, asked).getStatus())
                .isEqualTo(WithdrawalStatus.WITHDRAWAL_STATUS_SETTLED);
    }

    @Test
    void for_how_long_the_oldest_has_waited_is_a_figure_for_an_alarm() {
        Person person = desk.exchange().traderWith("3000");
        Withdrawal oldest = custody(person).requestWithdrawal(request("1400")).getWithdrawal();
        desk.forward(Duration.ofHours(2));
        Withdrawal newest = custody(person).requestWithdrawal(request("1400")).getWithdrawal();
        run();
        assertThat(desk.gauge("megatron.withdrawals.oldest.open")).isBetween(7_200.0, 7_300.0);

        List.of(oldest, newest).forEach(each -> cancel(person, each));
        run();

        assertThat(desk.gauge("megatron.withdrawals.oldest.open")).isZero();
    }

    private static void cancel(Person person, Withdrawal withdrawal) {
        custody(person)
                .cancelWithdrawal(
                        CancelWithdrawalRequest.newBuilder()
                                .setRequestId(newId())
                                .setWithdrawalId(withdrawal.getWithdrawalId())
                                .build());
    }

    private static ConfirmActionRequest confirming(PendingAction action) {
        return ConfirmActionRequest.newBuilder()
                .setRequestId(newId())
                .setActionId(action.getActionId())
                .build();
    }

    @Test
    void a_mistyped_destination_is_named() {
        Person person = desk.exchange().traderWith("100");

        Failure failure =
                Failure.of(
                        () ->
                                custody(person)
                                        .requestWithdrawal(
                                                request("5").toBuilder()
                                                        .setDestination(
                                                                "0xAb5801a7D398351b8bE11C439e05C5B3259aeC9b"
                                                                        .replace('b', 'B'))
                                                        .build()));

        assertThat(failure.fields()).containsExactly("destination");
    }
}
