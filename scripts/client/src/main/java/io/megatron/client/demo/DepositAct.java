package io.megatron.client.demo;

import static io.megatron.client.demo.Telling.agree;
import static io.megatron.client.demo.Telling.chapter;
import static io.megatron.client.demo.Telling.print;
import static io.megatron.client.demo.Telling.say;

import io.megatron.client.chain.LocalChain;
import io.megatron.client.connection.Connection;
import io.megatron.client.operations.Operator;
import io.megatron.client.text.Table;
import io.megatron.custody.v1.CustodyServiceGrpc;
import io.megatron.custody.v1.CustodyServiceGrpc.CustodyServiceBlockingStub;
import io.megatron.custody.v1.Deposit;
import io.megatron.custody.v1.DepositAddress;
import io.megatron.custody.v1.DepositStatus;
import io.megatron.custody.v1.GetDepositAddressRequest;
import io.megatron.custody.v1.GetReservesRequest;
import io.megatron.custody.v1.GetWithdrawalRequest;
import io.megatron.custody.v1.ListDepositsRequest;
import io.megatron.custody.v1.RequestWithdrawalRequest;
import io.megatron.custody.v1.Reserves;
import io.megatron.custody.v1.Withdrawal;
import io.megatron.custody.v1.WithdrawalStatus;
import io.megatron.trading.v1.Trade;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Somebody pays in by a real transfer on the chain, trades with it, and has some paid out. */
record DepositAct(
        Connection connection,
        Administrator administrator,
        Operator operator,
        Trader trader,
        LocalChain chain,
        String asset) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String JOB = "deposit-confirmations";
    private static final String SWEEPS = "sweeps";
    private static final String WITHDRAWALS = "custody-withdrawals";
    private static final String PAID_OUT = "50";
    private static final String DESTINATION = "0x000000000000000000000000000000000000a11c";
    private static final int FINAL = 14;
    private static final long MICROS = 250_000_000;
    private static final int MICRO_SCALE = 6;
    private static final int INDENT = 2;

    void play() {
        chapter("%s pays 250 USDC in, on the chain".formatted(trader.name()));
        administrator.register(trader.id());
        DepositAddress address =
                custody(trader.token())
                        .getDepositAddress(GetDepositAddressRequest.getDefaultInstance())
                        .getDepositAddress();
        say("%s's own address is %s", trader.name(), address.getAddress());
        operator.run(JOB);
        String transaction = chain.pay(address.getToken(), address.getAddress(), MICROS);
        say("paid by transaction %s", transaction);
        Table table =
                new Table()
                        .words("deposit")
                        .figures("USDC", "confirmations")
                        .words("status", "waits for");
        operator.run(JOB);
        add(table, "seen", deposit());
        chain.mine(address.getRequiredConfirmations());
        operator.run(JOB);
        Deposit credited = deposit();
        add(table, "deep and final", credited);
        print(table.indentedBy(INDENT));
        agree("its status", credited.getStatus(), DepositStatus.DEPOSIT_STATUS_CREDITED);
        agree("its transaction", credited.getTransactionHash(), transaction);
        Trade trade = trader.buyFor(UUID.randomUUID(), asset, "100", "0").getTrade();
        say(
                "buys %s shares with it and has %s USDC",
                trade.getShares(), trade.getCashBalanceAfter());
        agree(
                "what is left",
                new BigDecimal(trade.getCashBalanceAfter()).add(new BigDecimal(trade.getGross())),
                new BigDecimal(credited.getAmount()).setScale(MICRO_SCALE));
        withdraw();
        proveReserves();
    }

    private void withdraw() {
        chapter("%s has 50 USDC paid out, on the chain".formatted(trader.name()));
        operator.run(SWEEPS);
        finish();
        Withdrawal asked =
                custody(trader.token())
                        .requestWithdrawal(
                                RequestWithdrawalRequest.newBuilder()
                                        .setRequestId(UUID.randomUUID().toString())
                                        .setAmount(PAID_OUT)
                                        .setDestination(DESTINATION)
                                        .build())
                        .getWithdrawal();
        Table table = new Table().words("withdrawal").figures("USDC").words("status");
        add(table, "asked for", asked);
        operator.run(WITHDRAWALS);
        add(table, "sent", withdrawal(asked));
        finish();
        Withdrawal paid = withdrawal(asked);
        add(table, "final", paid);
        print(table.indentedBy(INDENT));
        say("paid by transaction %s", paid.getTransactionHash());
        agree("its status", paid.getStatus(), WithdrawalStatus.WITHDRAWAL_STATUS_SETTLED);
        agree(
                "what arrived",
                chain.balance(token(), DESTINATION),
                new BigDecimal(PAID_OUT).movePointRight(MICRO_SCALE).toBigIntegerExact());
    }

    /** Until what is signed is sent, in a final block, and in the ledger. */
    private void finish() {
        operator.run(WITHDRAWALS);
        chain.mine(FINAL);
        operator.run(WITHDRAWALS);
        operator.run(JOB);
    }

    private String token() {
        return custody(trader.token())
                .getDepositAddress(GetDepositAddressRequest.getDefaultInstance())
                .getDepositAddress()
                .getToken();
    }

    private Withdrawal withdrawal(Withdrawal asked) {
        return custody(trader.token())
                .getWithdrawal(
                        GetWithdrawalRequest.newBuilder()
                                .setWithdrawalId(asked.getWithdrawalId())
                                .build())
                .getWithdrawal();
    }

    private static void add(Table table, String what, Withdrawal withdrawal) {
        table.row(
                what,
                withdrawal.getAmount(),
                word(withdrawal.getStatus().name(), "WITHDRAWAL_STATUS_"));
    }

    private Deposit deposit() {
        List<Deposit> deposits =
                custody(trader.token())
                        .listDeposits(ListDepositsRequest.getDefaultInstance())
                        .getDepositsList();
        agree("the number of deposits", deposits.size(), 1);
        return deposits.getFirst();
    }

    private static void add(Table table, String what, Deposit deposit) {
        table.row(
                what,
                deposit.getAmount(),
                "%d of %d"
                        .formatted(deposit.getConfirmations(), deposit.getRequiredConfirmations()),
                word(deposit.getStatus().name(), "DEPOSIT_STATUS_"),
                word(deposit.getWaitsFor().name(), "DEPOSIT_WAIT_"));
    }

    private static String word(String name, String prefix) {
        String word = name.substring(prefix.length()).toLowerCase(Locale.ROOT);
        return word.equals("unspecified") ? "" : word;
    }

    private void proveReserves() {
        chapter("The proof of reserves: what is on the chain against what is owed");
        Reserves proof =
                custody(operator.token())
                        .getReserves(GetReservesRequest.getDefaultInstance())
                        .getReserves();
        Table table = new Table().words("what").figures("USDC");
        table.row("on our addresses at block " + proof.getBlockNumber(), proof.getOnChain());
        proof.getByKindList()
                .forEach(kind -> table.row("owed as " + kind.getKind(), kind.getAmount()));
        table.row("owed altogether", proof.getLiabilities());
        proof.getDifferencesList()
                .forEach(
                        difference ->
                                table.row(
                                        "differs by " + difference.getName(),
                                        difference.getAmount()));
        table.row("unexplained", proof.getUnexplained());
        print(table.indentedBy(INDENT));
        agree("what is on the chain", proof.getOnChain(), "200");
        agree("what nothing explains", proof.getUnexplained(), "0");
        agree("whether all is covered", proof.getCovered(), true);
    }

    private CustodyServiceBlockingStub custody(String token) {
        return CustodyServiceGrpc.newBlockingStub(connection.channel())
                .withCallCredentials(Connection.bearing(token))
                .withDeadlineAfter(PATIENCE);
    }
}
