package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.DEEP;
import static io.megatron.core.custody.CustodyInstallation.FINAL;
import static io.megatron.core.custody.CustodyInstallation.USDC;
import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.custody.RequestingWithdrawals.Payment;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.curve.money.Usdc;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.ids.UserId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sweeps of deposit addresses to the hot wallet, on a real chain. */
@Timeout(120)
class SweepsTest {
    private static final String SOMEBODY = "0x000000000000000000000000000000000000a11c";

    private CustodyInstallation installation;
    private DevChain chain;
    private Exchange exchange;

    @BeforeEach
    void start() {
        installation = CustodyInstallation.start("sweeps");
        chain = installation.chain();
        exchange = installation.open();
        DepositRuns.run(exchange);
        WithdrawalRuns.run(exchange);
    }

    @AfterEach
    void stop() {
        exchange.reconciles();
        exchange.close();
        installation.close();
    }

    private String addressOf(UserId user) {
        return CustodyInstallation.addressOf(exchange, user);
    }

    /** A user whose USDC lies at their deposit address. */
    private UserId depositor(long micros) {
        UserId user = exchange.traderWith("0");
        chain.mint(addressOf(user), micros);
        return user;
    }

    private long held(String address) {
        return installation.held(exchange, address);
    }

    private String hotWallet() {
        return installation.hotWallet();
    }

    private void settleAll() {
        WithdrawalRuns.run(exchange);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        WithdrawalRuns.run(exchange);
    }

    @Test
    void every_address_that_holds_enough_is_swept_and_no_ledger_moves() {
        List<UserId> users = exchange.tradersWith(120, "0");
        Callers.each(users, this::addressOf).forEach(address -> chain.mint(address, 10L * USDC));
        UserId little = depositor(10L * USDC - 1);
        chain.mine(DEEP);
        DepositRuns.run(exchange);

        assertThat(WithdrawalRuns.sweep(exchange)).isEqualTo(120);
        assertThat(WithdrawalRuns.sweep(exchange)).isZero();
        settleAll();

        assertThat(held(hotWallet())).isEqualTo(1_200L * USDC);
        assertThat(held(addressOf(little))).isEqualTo(10L * USDC - 1);
        assertThat(users).allSatisfy(user -> assertThat(exchange.cash(user)).isEqualTo("10"));
        Reserves proof = accepted(exchange.use(ProvingReserves.class).prove());
        assertThat(proof.unexplained()).isEqualTo(Usdc.ZERO);
        assertThat(proof.isCovered()).isTrue();
        assertThat(proof.platform()).isEqualTo(Usdc.parse("1200"));
        assertThat(WithdrawalRuns.sweep(exchange)).isZero();
    }

    @Test
    void a_deposit_is_swept_and_paid_out_and_a_second_one_swept_again() {
        UserId user = depositor(50L * USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        WithdrawalRuns.sweep(exchange);
        settleAll();

        accepted(
                exchange.use(RequestingWithdrawals.class)
                        .request(
                                Exchange.userCall(user, "withdraw", "all"),
                                user,
                                new Payment(EvmAddress.parse(SOMEBODY), Usdc.parse("50"), null),
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none()));
        settleAll();
        chain.mint(addressOf(user), 20L * USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        assertThat(WithdrawalRuns.sweep(exchange)).isEqualTo(1);
        settleAll();

        assertThat(held(SOMEBODY)).isEqualTo(50L * USDC);
        assertThat(held(hotWallet())).isEqualTo(20L * USDC);
        assertThat(exchange.cash(user)).isEqualTo("20");
    }

    @Test
    void two_nodes_at_once_and_a_crash_sweep_each_address_once() {
        IntStream.range(0, 10).forEach(_ -> depositor(10L * USDC));
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        try (Exchange other = installation.open()) {
            Callers.each(List.of(exchange, other), WithdrawalRuns::sweep);
        }
        exchange.close();
        exchange = installation.open();
        WithdrawalRuns.sweep(exchange);
        settleAll();

        assertThat(held(hotWallet())).isEqualTo(100L * USDC);
        assertThat(
                        installation
                                .database()
                                .value(
                                        "select count(*) from authorizations where status ="
                                                + " 'SETTLED'"))
                .isEqualTo("10");
    }

    @Test
    void only_where_something_arrived_is_looked_at_and_all_the_rest_from_time_to_time() {
        UserId user = depositor(10L * USDC);
        depositor(USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        assertThat(toBeLookedAt()).isEqualTo("2");
        WithdrawalRuns.sweep(exchange);
        settleAll();
        WithdrawalRuns.sweep(exchange);
        assertThat(toBeLookedAt()).isEqualTo("0");

        SigningSweeps sweeps = exchange.use(SigningSweeps.class);
        chain.mint(addressOf(user), 20L * USDC);
        chain.mine(FINAL);
        assertThat(WithdrawalRuns.sweep(exchange)).isZero();
        assertThat(sweeps.lookAt(sweeps.round())).isEqualTo(1);
        assertThat(sweeps.round()).hasSize(2);
        assertThat(WithdrawalRuns.sweep(exchange)).isEqualTo(1);
        settleAll();

        assertThat(held(hotWallet())).isEqualTo(30L * USDC);
    }

    @Test
    void what_arrives_while_an_address_is_found_empty_is_swept_all_the_same() {
        UserId user = depositor(USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        chain.mint(addressOf(user), 10L * USDC);
        DepositRuns.scan(exchange);

        // As of the newest final block it holds one; what arrived since is on record.
        assertThat(WithdrawalRuns.sweep(exchange)).isZero();
        chain.mine(FINAL);
        assertThat(WithdrawalRuns.sweep(exchange)).isEqualTo(1);
        settleAll();

        assertThat(held(hotWallet())).isEqualTo(11L * USDC);
    }

    private String toBeLookedAt() {
        return installation.database().value("select count(*) from unswept");
    }

    @Test
    void an_address_the_token_refuses_is_swept_when_it_is_taken_off_the_list() {
        UserId user = depositor(10L * USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        WithdrawalRuns.sweep(exchange);
        installation.tokenOwner().blacklist(addressOf(user));
        settleAll();
        assertThat(held(hotWallet())).isZero();

        chain.ask("evm_increaseTime", Duration.ofHours(24).toSeconds() + 1);
        chain.mine(DEEP);
        settleAll();
        installation.tokenOwner().unBlacklist(addressOf(user));
        chain.mine(DEEP);
        WithdrawalRuns.sweep(exchange);
        settleAll();

        assertThat(held(hotWallet())).isEqualTo(10L * USDC);
    }
}
