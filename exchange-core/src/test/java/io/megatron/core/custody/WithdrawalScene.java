package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.DEEP;
import static io.megatron.core.custody.CustodyInstallation.FINAL;
import static io.megatron.core.custody.CustodyInstallation.USDC;
import static io.megatron.core.custody.CustodyInstallation.addressOf;
import static io.megatron.core.testing.Exchange.accepted;

import io.megatron.core.Outcome;
import io.megatron.core.custody.RequestingWithdrawals.Payment;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.FaultyNode;
import io.megatron.curve.money.Usdc;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A user with money, an exchange with keys, and a real chain behind a node that does what providers
 * do. At the end of each test the ledger equals the chain to the micro.
 */
abstract class WithdrawalScene {
    static final BigInteger ETHER = BigInteger.TEN.pow(18);
    static final long DAY = Duration.ofHours(24).toSeconds();
    static final String CALL_TIMEOUT = "megatron.chain.call-timeout=2s";
    static final String SOMEBODY = "0x000000000000000000000000000000000000a11c";
    static final String SOMEBODY_ELSE = "0x0000000000000000000000000000000000000b0b";

    CustodyInstallation installation;
    DevChain chain;
    FaultyNode node;
    Exchange exchange;
    UserId user;

    @BeforeEach
    void start() {
        installation = CustodyInstallation.start("withdrawals");
        chain = installation.chain();
        node = installation.node();
        exchange = installation.open(CALL_TIMEOUT);
        user = exchange.traderWith("0");
        String address = addressOf(exchange, user);
        DepositRuns.run(exchange);
        chain.mint(address, 10_000L * USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        // As if it had been swept.
        chain.mint(hotWallet(), 10_000L * USDC);
        WithdrawalRuns.run(exchange);
    }

    @AfterEach
    void stop() {
        exchange.reconciles();
        exchange.close();
        installation.close();
    }

    final String hotWallet() {
        return installation.hotWallet();
    }

    final Outcome<Withdrawal> request(UserId whose, String usdc, String destination) {
        return exchange.use(RequestingWithdrawals.class)
                .request(
                        Exchange.userCall(whose, "withdraw", usdc + " " + destination),
                        whose,
                        new Payment(EvmAddress.parse(destination), Usdc.parse(usdc), null),
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    final WithdrawalId requested(String usdc, String destination) {
        return accepted(request(user, usdc, destination)).id();
    }

    final Outcome<Withdrawal> cancel(WithdrawalId id) {
        return exchange.use(RequestingWithdrawals.class)
                .cancel(
                        Exchange.userCall(user, "cancel", id.toString()),
                        user,
                        id,
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    final WithdrawalStatus status(WithdrawalId id) {
        return view(id).withdrawal().status();
    }

    final WithdrawalView view(WithdrawalId id) {
        return exchange.use(ReadingWithdrawals.class).find(id).orElseThrow();
    }

    final void run() {
        WithdrawalRuns.run(exchange);
    }

    final String withdrawing() {
        return exchange.balance(AccountKey.ofUser(AccountKind.WITHDRAWING, user));
    }

    final long held(String address) {
        return installation.held(exchange, address);
    }

    final void passTime(long seconds) {
        chain.ask("evm_increaseTime", seconds);
        chain.mine(FINAL);
    }

    final void blacklist(String address) {
        installation.tokenOwner().blacklist(address);
    }

    final void burnHotWallet() {
        installation.tokenOwner().steal(hotWallet(), SOMEBODY_ELSE, held(hotWallet()));
    }

    /** Another transaction of the submitter gets the nonce that its next one was to have. */
    final void takeNonce() {
        String submitter = installation.keystore().submitter(0).address().toString();
        chain.ask("anvil_impersonateAccount", submitter);
        chain.ask(
                "eth_sendTransaction",
                Map.of("from", submitter, "to", SOMEBODY_ELSE, "value", "0x1"));
    }

    /** An operator has looked into it and lets custody go on. */
    final void resolve(Halt halt) {
        accepted(
                exchange.use(HaltingCustody.class)
                        .resolve(
                                Call.ofJob(
                                        "test", "ResolveHalt", Map.of("id", halt.id().toString())),
                                halt.id(),
                                "the first node was replaced",
                                Deadline.none()));
    }
}
