package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.DEEP;
import static io.megatron.core.custody.CustodyInstallation.FINAL;
import static io.megatron.core.custody.CustodyInstallation.USDC;
import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.BlockingUsers;
import io.megatron.core.custody.RequestingWithdrawals.Payment;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.operations.Reconciling;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.SettableClock;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.CustodyAlert.Kind;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.Submission;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Withdrawals on a real chain, through a node that does what providers do. At the end of each the
 * recipient has it once or the user has it back once, and the ledger equals the chain to the micro.
 */
@Timeout(180)
class WithdrawalsTest extends WithdrawalScene {
    private static final Duration STALE = Duration.ofSeconds(6);

    @Test
    void what_is_asked_for_arrives_once_and_every_state_on_the_way_is_seen() {
        WithdrawalId id = requested("7.5", SOMEBODY);
        assertThat(status(id)).isEqualTo(WithdrawalStatus.APPROVED);
        assertThat(withdrawing()).isEqualTo("7.5");
        assertThat(exchange.cash(user)).isEqualTo("9992.5");

        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SIGNED);
        assertThat(held(SOMEBODY)).isZero();
        assertThat(refused(cancel(id))).isEqualTo(Rejection.WITHDRAWAL_CLOSED);

        WithdrawalRuns.send(exchange);
        assertThat(status(id)).isEqualTo(WithdrawalStatus.BROADCAST);
        assertThat(held(SOMEBODY)).isEqualTo(7_500_000);

        WithdrawalRuns.follow(exchange);
        assertThat(status(id)).isEqualTo(WithdrawalStatus.MINED);
        assertThat(withdrawing()).isEqualTo("7.5");

        chain.mine(FINAL);
        run();
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(withdrawing()).isEqualTo("0");
        assertThat(held(SOMEBODY)).isEqualTo(7_500_000);
        assertThat(view(id).submissions()).hasSize(1);
    }

    @Test
    void the_proof_of_reserves_is_exact_before_and_after_a_withdrawal_is_settled() {
        requested("100", SOMEBODY);
        run();
        chain.mine(DEEP);
        DepositRuns.run(exchange);

        Reserves paid = accepted(exchange.use(ProvingReserves.class).prove());
        run();
        Reserves settled = accepted(exchange.use(ProvingReserves.class).prove());

        assertThat(paid.paid()).isEqualTo(Usdc.parse("100"));
        assertThat(paid.unexplained()).isEqualTo(Usdc.ZERO);
        assertThat(paid.isCovered()).isTrue();
        assertThat(settled.paid()).isEqualTo(Usdc.ZERO);
        assertThat(settled.unexplained()).isEqualTo(Usdc.ZERO);
        assertThat(settled.onChain()).isEqualTo(paid.onChain());
    }

    @Test
    void six_requests_of_all_there_is_at_once_are_one_withdrawal() {
        UserId poor = exchange.traderWith("100");

        List<Outcome<Withdrawal>> outcomes =
                Callers.each(
                        IntStream.range(0, 6).boxed().toList(),
                        _ -> request(poor, "100", SOMEBODY));

        assertThat(outcomes).filteredOn(Outcome.Accepted.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Outcome.Refused.class::isInstance)
                .hasSize(5)
                .allSatisfy(
                        outcome ->
                                assertThat(refused(outcome))
                                        .isEqualTo(Rejection.INSUFFICIENT_FUNDS));
        assertThat(exchange.cash(poor)).isEqualTo("0");
    }

    @Test
    void limits_roll_over_24_hours_and_what_came_back_frees_them() {
        WithdrawalId first = requested("1000", SOMEBODY);
        requested("4000", SOMEBODY);
        assertThat(refused(request(user, "1", SOMEBODY))).isEqualTo(Rejection.USER_DAILY_LIMIT);

        accepted(cancel(first));

        assertThat(refused(request(user, "1000.000001", SOMEBODY)))
                .isEqualTo(Rejection.USER_DAILY_LIMIT);
        requested("1000", SOMEBODY);
        assertThat(exchange.cash(user)).isEqualTo("5000");
    }

    @Test
    void what_is_too_little_or_would_go_to_nobody_or_to_ourselves_is_refused() {
        assertThat(refused(request(user, "0.999999", SOMEBODY)))
                .isEqualTo(Rejection.WITHDRAWAL_TOO_SMALL);
        for (String nobody : List.of(EvmAddress.ZERO.toString(), chain.token(), hotWallet())) {
            assertThat(refused(request(user, "5", nobody)))
                    .isEqualTo(Rejection.DESTINATION_NOT_ALLOWED);
        }
        assertThat(exchange.cash(user)).isEqualTo("10000");
    }

    @Test
    void above_the_threshold_nothing_is_signed_before_an_administrator_has_approved() {
        WithdrawalId approved = requested("1000.000001", SOMEBODY);
        WithdrawalId rejected = requested("1500", SOMEBODY_ELSE);
        run();
        assertThat(status(approved)).isEqualTo(WithdrawalStatus.REQUESTED);

        RequestingWithdrawals requesting = exchange.use(RequestingWithdrawals.class);
        accepted(
                requesting.approve(
                        Exchange.adminCall("approve"),
                        approved,
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none()));
        accepted(
                requesting.reject(
                        Exchange.adminCall("reject"),
                        rejected,
                        "unknown source",
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none()));
        run();
        chain.mine(FINAL);
        run();

        assertThat(status(approved)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(status(rejected)).isEqualTo(WithdrawalStatus.REJECTED);
        assertThat(exchange.cash(user)).isEqualTo("8999.999999");
        assertThat(held(SOMEBODY_ELSE)).isZero();
    }

    @Test
    void who_is_blocked_after_asking_is_paid_when_an_administrator_has_approved() {
        WithdrawalId id = requested("7", SOMEBODY);
        accepted(
                exchange.use(BlockingUsers.class)
                        .set(
                                Exchange.adminCall("block"),
                                user,
                                BlockingUsers.Block.BUYS,
                                Deadline.none()));
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.REQUESTED);
        assertThat(view(id).authorization()).isEmpty();

        accepted(
                exchange.use(RequestingWithdrawals.class)
                        .approve(
                                Exchange.adminCall("approve"),
                                id,
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none()));
        run();
        chain.mine(FINAL);
        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
    }

    @Test
    void the_treasury_withdraws_like_anybody() {
        exchange.grant(Optional.empty(), "50");
        Withdrawal own =
                accepted(
                        exchange.use(RequestingWithdrawals.class)
                                .withdrawTreasury(
                                        Exchange.adminCall("treasury"),
                                        new Payment(
                                                EvmAddress.parse(SOMEBODY),
                                                Usdc.parse("50"),
                                                "rent"),
                                        Submitting.TO_TAKE_EFFECT,
                                        Deadline.none()));
        run();
        chain.mine(FINAL);
        run();

        assertThat(status(own.id())).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(50L * USDC);
        assertThat(exchange.balance(AccountKey.ofPlatform(AccountKind.TREASURY))).isEqualTo("0");
    }

    @Test
    void a_crash_after_any_transition_pays_once() {
        List<WithdrawalId> ids = new ArrayList<>();
        List<Consumer<Exchange>> phases =
                List.of(
                        WithdrawalRuns::sign,
                        WithdrawalRuns::submit,
                        WithdrawalRuns::send,
                        WithdrawalRuns::follow,
                        each -> chain.mine(FINAL),
                        WithdrawalRuns::follow);
        for (int crash = 0; crash <= phases.size(); crash++) {
            ids.add(requested("1", SOMEBODY));
            for (int phase = 0; phase < crash; phase++) {
                phases.get(phase).accept(exchange);
            }
            exchange.close();
            exchange = installation.open();
            run();
            chain.mine(FINAL);
            run();
        }

        assertThat(ids)
                .allSatisfy(id -> assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED));
        assertThat(held(SOMEBODY)).isEqualTo(ids.size() * (long) USDC);
    }

    @Test
    void a_nonce_that_another_transaction_took_strands_nothing() {
        chain.ask("anvil_setAutomine", false);
        WithdrawalId id = requested("7", SOMEBODY);
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        takeNonce();
        chain.mine(1);
        chain.ask("anvil_setAutomine", true);

        run();
        run();
        chain.mine(FINAL);
        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
        assertThat(view(id).submissions()).hasSize(2);
    }

    @Test
    void a_fee_spike_is_outbid_under_the_same_nonce() {
        exchange.close();
        exchange = installation.open("megatron.withdrawals.replace-after=0s");
        chain.ask("anvil_setAutomine", false);
        WithdrawalId id = requested("7", SOMEBODY);
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        WithdrawalRuns.send(exchange);
        chain.ask("anvil_setNextBlockBaseFeePerGas", "0x" + Long.toHexString(20_000_000_000L));
        chain.mine(1);
        assertThat(held(SOMEBODY)).isZero();

        WithdrawalRuns.send(exchange);
        chain.mine(1 + FINAL);
        chain.ask("anvil_setAutomine", true);
        run();

        List<Submission> submissions = view(id).submissions();
        assertThat(submissions).hasSize(2);
        assertThat(submissions.getLast().accountNonce())
                .isEqualTo(submissions.getFirst().accountNonce());
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
    }

    @Test
    void a_reorg_takes_a_payment_back_and_the_same_bytes_pay_it_again() {
        WithdrawalId id = requested("7", SOMEBODY);
        run();
        WithdrawalRuns.follow(exchange);
        assertThat(status(id)).isEqualTo(WithdrawalStatus.MINED);

        chain.ask("anvil_reorg", 1, List.of());
        chain.ask("anvil_dropAllTransactions");
        run();
        run();
        chain.mine(FINAL);
        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
        assertThat(view(id).submissions()).hasSize(1);
    }

    @Test
    void a_destination_the_token_refuses_is_given_back_and_never_signed() {
        blacklist(SOMEBODY);
        WithdrawalId id = requested("7", SOMEBODY);

        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.REJECTED);
        assertThat(exchange.cash(user)).isEqualTo("10000");
        assertThat(view(id).authorization()).isEmpty();
    }

    @Test
    void what_can_never_be_paid_does_not_wait_for_money_it_will_not_get() {
        WithdrawalId hopeless = requested("7", SOMEBODY);
        WithdrawalId behind = requested("5", SOMEBODY_ELSE);
        long rest = 6L * USDC;
        installation.tokenOwner().steal(hotWallet(), SOMEBODY, held(hotWallet()) - rest);
        long stolen = held(SOMEBODY);
        blacklist(SOMEBODY);

        run();

        assertThat(status(hopeless)).isEqualTo(WithdrawalStatus.REJECTED);
        assertThat(status(behind)).isEqualTo(WithdrawalStatus.BROADCAST);
        await().untilAsserted(() -> assertThat(held(SOMEBODY_ELSE)).isEqualTo(5L * USDC));
        chain.mint(hotWallet(), stolen);
    }

    @Test
    void what_the_chain_did_not_take_in_time_comes_back_when_a_final_block_proves_it() {
        WithdrawalId id = requested("7", SOMEBODY);
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        blacklist(SOMEBODY);
        WithdrawalRuns.send(exchange);
        WithdrawalRuns.follow(exchange);
        assertThat(status(id)).isEqualTo(WithdrawalStatus.BROADCAST);
        assertThat(exchange.cash(user)).isEqualTo("9993");

        chain.ask("evm_increaseTime", DAY + 1);
        chain.mine(1);
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.EXPIRED);
        assertThat(exchange.cash(user)).isEqualTo("9993");

        chain.mine(FINAL);
        run();
        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.REFUNDED);
        assertThat(exchange.cash(user)).isEqualTo("10000");
        assertThat(held(SOMEBODY)).isZero();
    }

    @Test
    void without_gas_or_usdc_withdrawals_wait_and_then_are_paid() {
        String submitter = installation.keystore().submitter(0).address().toString();
        chain.ask("anvil_setBalance", submitter, "0x1");
        WithdrawalId id = requested("7", SOMEBODY);
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.APPROVED);
        assertThat(alerts()).containsExactly(Kind.GAS_LOW);

        chain.fundGas(submitter, ETHER);
        burnHotWallet();
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.APPROVED);
        assertThat(alerts()).containsExactly(Kind.HOT_WALLET_SHORT);

        chain.mint(hotWallet(), 7L * USDC);
        run();
        assertThat(alerts()).isEmpty();
        assertThat(
                        installation
                                .database()
                                .value(
                                        "select string_agg(payload ->> 'alert' || ' ' || (payload"
                                            + " ->> 'state'), ', ' order by id) from outbox where"
                                            + " kind = 'custody_alert_changed'"))
                .isEqualTo(
                        "GAS_LOW RAISED, GAS_LOW CLEARED, HOT_WALLET_SHORT RAISED,"
                                + " HOT_WALLET_SHORT CLEARED");
        chain.mine(FINAL);
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
    }

    @Test
    void five_hundred_at_once_all_arrive_once() {
        List<WithdrawalId> ids =
                Callers.each(
                        IntStream.range(0, 500).boxed().toList(), _ -> requested("1", SOMEBODY));
        for (int round = 0; round < 3; round++) {
            run();
            chain.mine(FINAL);
        }
        run();
        // The proof at the end is of a block that has been read, and the chain forgets old ones.
        DepositRuns.run(exchange);

        assertThat(held(SOMEBODY)).isEqualTo(500L * USDC);
        assertThat(ids)
                .allSatisfy(id -> assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED));
    }

    @Test
    void two_runs_at_once_sign_and_send_each_once() {
        List<WithdrawalId> ids =
                IntStream.range(0, 20).mapToObj(_ -> requested("1", SOMEBODY)).toList();
        try (Exchange other = installation.open()) {
            Callers.each(
                    List.of(exchange, other),
                    each -> {
                        WithdrawalRuns.run(each);
                        return true;
                    });
        }
        run();
        chain.mine(FINAL);
        run();

        assertThat(held(SOMEBODY)).isEqualTo(20L * USDC);
        assertThat(ids)
                .allSatisfy(id -> assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update withdrawals set amount = 8       | withdrawals_posted_once",
                "update withdrawals set closing_seq = 1  | withdrawals_posted_once",
                "update withdrawals set destination = '\\x00000000000000000000000000000000000000ff'"
                        + " | withdrawals_match_authorizations",
                "update authorizations set status = 'VOID', used_block_number = null,"
                        + " used_block_hash = null, used_transaction = null"
                        + " | withdrawals_match_authorizations",
                "update withdrawals set status = 'MINED', closed_at = null, closing_seq = null"
                        + " | holds_match_requests"
            })
    void what_is_changed_behind_the_books_back_is_found(String change, String invariant) {
        requested("7", SOMEBODY);
        run();
        chain.mine(FINAL);
        run();
        exchange.reconciles();
        installation
                .database()
                .correct(
                        """
                        alter table withdrawals disable trigger user;
                        alter table authorizations disable trigger user;
                        %s;
                        alter table withdrawals enable trigger user;
                        alter table authorizations enable trigger user\
                        """
                                .formatted(change));

        assertThat(exchange.use(Reconciling.class).reconcile().checks())
                .filteredOn(check -> !check.findings().isEmpty())
                .extracting(Reconciling.Checked::name)
                .contains(invariant);

        exchange.close();
        exchange = installation.openOn(TestDatabases.fresh("withdrawals_untampered"));
    }

    @Test
    void a_paused_token_and_a_refused_hot_wallet_are_alerts() {
        installation.tokenOwner().pause();
        blacklist(hotWallet());
        assertThat(alerts()).containsExactly(Kind.TOKEN_PAUSED, Kind.HOT_WALLET_BLACKLISTED);

        installation.tokenOwner().unpause();
        assertThat(alerts()).containsExactly(Kind.HOT_WALLET_BLACKLISTED);
    }

    @Test
    void a_node_whose_newest_block_is_too_old_is_an_alert_until_there_is_a_new_one() {
        SettableClock clock = SettableClock.at(Instant.now());
        exchange.close();
        exchange = installation.openAt(clock, "megatron.chain.max-head-age=5s");
        WatchingCustody watching = exchange.use(WatchingCustody.class);
        chain.mine(1);
        watching.chain().forEach(watching::set);
        assertThat(watching.open()).isEmpty();

        clock.advance(STALE.minus(watching.headAge()));
        assertThat(watching.headAge()).isEqualTo(STALE);
        watching.chain().forEach(watching::set);
        assertThat(watching.open()).containsExactly(Kind.CHAIN_STALE);

        chain.ask("evm_setNextBlockTimestamp", clock.instant().getEpochSecond());
        chain.mine(1);
        watching.chain().forEach(watching::set);
        assertThat(watching.open()).isEmpty();
    }

    @Test
    void reserves_that_are_short_are_an_alert() {
        WatchingCustody watching = exchange.use(WatchingCustody.class);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        assertThat(watching.reserves()).isEmpty();
        burnHotWallet();
        chain.mine(DEEP);
        DepositRuns.run(exchange);

        watching.reserves().forEach(watching::set);

        assertThat(watching.open()).containsExactly(Kind.RESERVES_SHORT);

        exchange.close();
        exchange = installation.openOn(TestDatabases.fresh("withdrawals_unburnt"));
    }

    /** After a look of the job at what needs somebody's hand. */
    private Set<Kind> alerts() {
        WatchingCustody watching = exchange.use(WatchingCustody.class);
        watching.payments().forEach(watching::set);
        return watching.open();
    }
}
