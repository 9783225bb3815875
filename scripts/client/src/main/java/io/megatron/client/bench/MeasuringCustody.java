package io.megatron.client.bench;

import io.megatron.client.ClientException;
import io.megatron.client.chain.LocalChain;
import io.megatron.client.connection.Connection;
import io.megatron.client.operations.Operator;
import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.custody.v1.CustodyServiceGrpc.CustodyServiceBlockingStub;
import io.megatron.custody.v1.DepositAddress;
import io.megatron.custody.v1.GetReservesRequest;
import io.megatron.custody.v1.ListWithdrawalsRequest;
import io.megatron.custody.v1.Reserves;
import io.megatron.custody.v1.WithdrawalStatus;
import io.megatron.operations.v1.Run;
import io.megatron.operations.v1.RunState;
import io.megatron.options.v1.Role;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/**
 * Has many users pay in on the local chain, sweeps what they paid, and pays some of it out again.
 * The jobs run when they are asked to, and blocks come when they are needed: what is measured is
 * our work and the chain's, not how long either waits.
 */
final class MeasuringCustody implements AutoCloseable {
    private static final String DEPOSITS = "deposit-confirmations";
    private static final String SWEEPS = "sweeps";
    private static final String WITHDRAWALS = "custody-withdrawals";
    private static final List<String> JOBS = List.of(DEPOSITS, SWEEPS, WITHDRAWALS);

    private static final long PAID_IN_MICROS = 20_000_000;
    private static final String PAID_OUT = "5";
    private static final long PAID_OUT_MICROS = 5_000_000;
    private static final String DESTINATION = "0x00000000000000000000000000000000000be4c4";

    /**
     * More than are asked of a deposit, and more than a block of the local chain needs to be final.
     */
    private static final int DEEP = 14;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Target target;
    private final BenchSettings settings;
    private final LocalChain chain;
    private final Wire wire;
    private final Connection connection;
    private final Operator operator;

    MeasuringCustody(Target target, BenchSettings settings) {
        this.target = target;
        this.settings = settings;
        chain =
                LocalChain.of(target.data())
                        .orElseThrow(
                                () ->
                                        new ClientException(
                                                "the case custody needs a local chain, and there is"
                                                        + " none in "
                                                        + target.data()));
        wire = target.wire(settings.connections());
        connection = target.connect();
        operator = target.operator(connection);
        JOBS.forEach(operator::pause);
    }

    /** Deposits, sweeps and withdrawals, one after the other. */
    List<CaseResult> measure() {
        Seeding seeding = Seeding.of(target, wire);
        Traders users = Traders.of(settings.payments(), target.tokens());
        seeding.register(users);
        List<DepositAddress> addresses = seeding.depositAddresses(users);
        run(DEPOSITS);
        double transfers = perSecond(() -> addresses.forEach(this::payIn));
        chain.mine(DEEP);
        double deposits = perSecond(() -> run(DEPOSITS));
        double sweeps = perSecond(this::sweep);
        run(DEPOSITS);
        // Refused if any of the deposits had not been credited.
        seeding.requestWithdrawals(users, PAID_OUT, DESTINATION);
        BigInteger before = arrived(addresses);
        double withdrawals = perSecond(this::payOut);
        agree(
                "what arrived, in micros",
                arrived(addresses).subtract(before),
                BigInteger.valueOf(PAID_OUT_MICROS * settings.payments()));
        proveReserves();
        return List.of(
                result("deposits", deposits, transfers),
                result("sweeps", sweeps, transfers),
                result("withdrawals", withdrawals, transfers));
    }

    private void payIn(DepositAddress address) {
        chain.send(address.getToken(), address.getAddress(), PAID_IN_MICROS);
    }

    /** Until nothing is left to be swept, and all that was is final. */
    private void sweep() {
        while (run(SWEEPS).getItemsChanged() > 0) {
            run(WITHDRAWALS);
            chain.mine(DEEP);
            run(WITHDRAWALS);
        }
    }

    /** Until nothing is left to be paid; a run signs no more than may be on its way at once. */
    private void payOut() {
        while (isOpen(WithdrawalStatus.WITHDRAWAL_STATUS_APPROVED)
                || isOpen(WithdrawalStatus.WITHDRAWAL_STATUS_MINED)) {
            run(WITHDRAWALS);
            chain.mine(DEEP);
        }
        run(WITHDRAWALS);
        agree("withdrawals that are open", openWithdrawals(), 0L);
    }

    private boolean isOpen(WithdrawalStatus status) {
        return !custody()
                .listWithdrawals(
                        ListWithdrawalsRequest.newBuilder()
                                .setStatus(status)
                                .setPageSize(1)
                                .build())
                .getWithdrawalsList()
                .isEmpty();
    }

    private long openWithdrawals() {
        return List.of(
                        WithdrawalStatus.WITHDRAWAL_STATUS_APPROVED,
                        WithdrawalStatus.WITHDRAWAL_STATUS_SIGNED,
                        WithdrawalStatus.WITHDRAWAL_STATUS_BROADCAST,
                        WithdrawalStatus.WITHDRAWAL_STATUS_MINED,
                        WithdrawalStatus.WITHDRAWAL_STATUS_EXPIRED)
                .stream()
                .filter(this::isOpen)
                .count();
    }

    private BigInteger arrived(List<DepositAddress> addresses) {
        return chain.balance(addresses.getFirst().getToken(), DESTINATION);
    }

    private void proveReserves() {
        Reserves proof =
                custody().getReserves(GetReservesRequest.getDefaultInstance()).getReserves();
        agree("what no difference explains", proof.getUnexplained(), "0");
    }

    private static void agree(String what, Object is, Object shouldBe) {
        if (!is.equals(shouldBe)) {
            throw new ClientException("%s: %s, not %s".formatted(what, is, shouldBe));
        }
    }

    private CustodyServiceBlockingStub custody() {
        return CustodyServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(target.token(Role.ROLE_OPS)))
                .withDeadlineAfter(PATIENCE);
    }

    private Run run(String job) {
        Run run = operator.run(job);
        if (run.getState() != RunState.RUN_STATE_COMPLETED || run.getItemsSkipped() > 0) {
            throw new ClientException("the run of %s ended otherwise: %s".formatted(job, run));
        }
        return run;
    }

    private double perSecond(Runnable payments) {
        long begin = System.nanoTime();
        payments.run();
        return settings.payments() * NANOS_PER_SECOND / (System.nanoTime() - begin);
    }

    private CaseResult result(String name, double perSecond, double transfers) {
        return new PaymentsResult(
                name,
                settings.payments(),
                perSecond,
                transfers,
                Reconciled.of(target, settings),
                target.peakMegabytes());
    }

    @Override
    public void close() {
        try (connection;
                wire) {
            JOBS.forEach(operator::resume);
        }
    }
}
