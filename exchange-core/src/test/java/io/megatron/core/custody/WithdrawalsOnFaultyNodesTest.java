package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.DEEP;
import static io.megatron.core.custody.CustodyInstallation.FINAL;
import static io.megatron.core.custody.CustodyInstallation.USDC;
import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.megatron.core.Outcome;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.HaltCause;
import io.megatron.mapper.custody.Submission;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.WithdrawalId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Withdrawals through nodes that forget, contradict, lie and refuse. Whatever they say, nobody is
 * paid twice or given back what was paid, and what one of them makes impossible holds up nobody
 * else.
 */
@Timeout(180)
class WithdrawalsOnFaultyNodesTest extends WithdrawalScene {
    private static final long TOO_LITTLE_GAS = 1_000;

    @Test
    void what_a_node_was_shown_before_a_cancel_pays_nobody() {
        WithdrawalId id = requested("7", SOMEBODY);
        node.revertEstimates(true);
        run();
        accepted(cancel(id));
        assertThat(exchange.cash(user)).isEqualTo("10000");

        List<String> shown = node.estimated();
        assertThat(shown).isNotEmpty();
        node.revertEstimates(false);
        for (String call : shown) {
            chain.ask(
                    "eth_sendTransaction",
                    Map.of(
                            "from",
                            chain.owner(),
                            "to",
                            chain.token(),
                            "gas",
                            "0x100000",
                            "data",
                            call));
        }
        chain.mine(FINAL);
        run();

        assertThat(held(SOMEBODY)).isZero();
    }

    @Test
    void blocks_that_could_not_be_read_are_read_by_the_next_run() {
        exchange.close();
        exchange = installation.open("megatron.withdrawals.max-blocks=1");
        WithdrawalId id = requested("7", SOMEBODY);
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        WithdrawalRuns.send(exchange);
        chain.mine(2 * FINAL);
        FollowingAuthorizations following = exchange.use(FollowingAuthorizations.class);
        FollowingAuthorizations.View view = following.look().orElseThrow();
        Optional<BlockRange> blocks = following.next(view, Optional.empty());
        long paidIn = blockOfTransfersTo(SOMEBODY);
        while (blocks.isPresent()) {
            if (blocks.get().from() != paidIn) {
                accepted(following.settle(view, blocks.get()));
            }
            blocks = following.next(view, blocks);
        }
        assertThat(status(id)).isEqualTo(WithdrawalStatus.BROADCAST);

        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
    }

    @Test
    void nonces_that_a_node_said_were_used_and_are_not_are_filled() {
        String submitter = installation.keystore().submitter(0).address().toString();
        WithdrawalId first = requested("7", SOMEBODY);
        chain.ask("anvil_setNonce", submitter, "0x5");
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        chain.ask("anvil_setNonce", submitter, "0x0");
        WithdrawalId second = requested("5", SOMEBODY_ELSE);
        for (int round = 0; round < 3; round++) {
            run();
            chain.mine(FINAL);
        }
        run();

        assertThat(status(first)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(status(second)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
        assertThat(held(SOMEBODY_ELSE)).isEqualTo(5L * USDC);
    }

    @Test
    void nonces_far_ahead_that_a_node_named_take_no_place_for_ever() {
        exchange.close();
        exchange = installation.open("megatron.withdrawals.max-in-flight=1");
        String submitter = installation.keystore().submitter(0).address().toString();
        WithdrawalId first = requested("7", SOMEBODY);
        chain.ask("anvil_setNonce", submitter, "0x1000");
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        chain.ask("anvil_setNonce", submitter, "0x0");
        WithdrawalId second = requested("5", SOMEBODY_ELSE);
        for (int round = 0; round < 4; round++) {
            run();
            chain.mine(FINAL);
        }
        run();

        assertThat(status(first)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(status(second)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
        assertThat(held(SOMEBODY_ELSE)).isEqualTo(5L * USDC);
    }

    @Test
    void logs_that_a_node_forgot_refund_nothing_that_was_paid() {
        WithdrawalId id = requested("7", SOMEBODY);
        run();
        node.forgetLogs(true);
        passTime(DAY + 1);
        run();
        assertThat(exchange.cash(user)).isEqualTo("9993");

        node.forgetLogs(false);
        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(exchange.cash(user)).isEqualTo("9993");
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
    }

    @Test
    void a_node_that_takes_it_and_never_answers_is_sent_the_same_bytes_again() {
        WithdrawalId id = requested("7", SOMEBODY);
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        Submission signed = view(id).submissions().getFirst();
        SendingSubmissions sending = exchange.use(SendingSubmissions.class);
        node.dropAfterForwarding(1);
        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(() -> sending.send(signed));
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SIGNED);
        chain.mine(1);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);

        accepted(sending.send(signed));
        run();
        chain.mine(FINAL);
        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
        assertThat(view(id).submissions()).containsExactly(signed);
    }

    private long blockOfTransfersTo(String address) {
        return exchange.use(ChainClient.class)
                .transfersTo(
                        EvmAddress.parse(chain.token()),
                        List.of(EvmAddress.parse(address)),
                        0,
                        exchange.use(ChainClient.class).head(ChainClient.Finality.LATEST).number())
                .getFirst()
                .blockNumber();
    }

    @Test
    void a_node_that_denies_a_payment_and_has_no_logs_of_it_refunds_nothing_against_a_second_one() {
        exchange.close();
        exchange = installation.openWith(node.url(), chain.url());
        WithdrawalId id = requested("7", SOMEBODY);
        run();
        node.forgetLogs(true);
        node.denyUses(true);
        passTime(DAY + 1);

        run();
        run();

        assertThat(exchange.cash(user)).isEqualTo("9993");
        Halt halt = exchange.use(Halts.class).open().orElseThrow();
        assertThat(halt.cause()).isEqualTo(HaltCause.PROVIDERS_DISAGREE);
        assertThat(halt.message()).contains("authorizations are spent");

        node.forgetLogs(false);
        node.denyUses(false);
        resolve(halt);
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
    }

    @Test
    void nothing_comes_back_before_the_logs_of_all_final_blocks_were_read() {
        WithdrawalId id = requested("7", SOMEBODY);
        run();
        node.denyUses(true);
        passTime(DAY + 1);
        FollowingAuthorizations following = exchange.use(FollowingAuthorizations.class);
        FollowingAuthorizations.View view = following.look().orElseThrow();
        List<FollowingAuthorizations.Moved> moved = following.moved(view, Optional.empty(), 1);

        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(() -> following.follow(view, moved.getFirst()))
                .withMessageContaining("the logs have to say so as well");

        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(exchange.cash(user)).isEqualTo("9993");
    }

    @Test
    void what_a_node_says_of_another_block_of_that_number_does_not_count() {
        BlockHeader last = exchange.use(ChainClient.class).head(ChainClient.Finality.FINALIZED);
        BlockHeader other =
                new BlockHeader(last.number(), last.parent(), last.parent(), last.time());
        AuthorizationKey key = new AuthorizationKey(EvmAddress.parse(hotWallet()), last.parent());

        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(
                        () ->
                                exchange.use(ChainClient.class)
                                        .spentBy(
                                                EvmAddress.parse(chain.token()),
                                                List.of(key),
                                                other))
                .withMessageContaining("does not know block " + last.number());
    }

    @Test
    void a_payment_whose_logs_no_node_has_any_more_holds_nobody_else_up() {
        WithdrawalId paid = requested("7", SOMEBODY);
        run();
        node.forgetLogs(true);
        passTime(DAY + 1);
        run();
        node.forgetLogs(false);
        node.pruneLogsBefore(
                exchange.use(ChainClient.class).head(ChainClient.Finality.FINALIZED).number());

        WithdrawalId other = requested("5", SOMEBODY_ELSE);
        run();

        assertThat(status(paid)).isEqualTo(WithdrawalStatus.BROADCAST);
        assertThat(held(SOMEBODY_ELSE)).isEqualTo(5L * USDC);
        node.pruneLogsBefore(0);
        chain.mine(FINAL);
        run();
        assertThat(status(paid)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(status(other)).isEqualTo(WithdrawalStatus.SETTLED);
    }

    @Test
    void a_payment_whose_logs_no_node_has_is_searched_for_ever_more_rarely() {
        WithdrawalId paid = requested("7", SOMEBODY);
        run();
        node.forgetLogs(true);
        passTime(DAY + 1);
        for (int round = 0; round < 3; round++) {
            run();
        }
        FollowingAuthorizations following = exchange.use(FollowingAuthorizations.class);
        FollowingAuthorizations.View view = following.look().orElseThrow();
        List<FollowingAuthorizations.Moved> moved = following.moved(view, Optional.empty(), 1);

        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(() -> following.follow(view, moved.getFirst()))
                .withMessageContaining("searched again after");

        exchange.close();
        exchange = installation.open(CALL_TIMEOUT);
        node.forgetLogs(false);
        run();
        assertThat(status(paid)).isEqualTo(WithdrawalStatus.SETTLED);
    }

    @Test
    void a_payment_that_was_mined_and_is_in_no_final_block_is_paid_under_another_nonce() {
        WithdrawalId id = requested("7", SOMEBODY);
        run();
        WithdrawalRuns.follow(exchange);
        assertThat(status(id)).isEqualTo(WithdrawalStatus.MINED);
        chain.ask("anvil_reorg", 1, List.of());
        chain.ask("anvil_dropAllTransactions");
        takeNonce();
        chain.mine(2 * FINAL);
        assertThat(held(SOMEBODY)).isZero();

        run();
        chain.mine(FINAL);
        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
        assertThat(view(id).submissions())
                .extracting(Submission::accountNonce)
                .containsExactly(0L, 1L);
    }

    @Test
    void what_no_node_takes_for_its_gas_is_signed_anew_with_the_gas_it_needs() {
        exchange.close();
        exchange = installation.open("megatron.withdrawals.replace-after=0s");
        WithdrawalId id = requested("7", SOMEBODY);
        node.underestimate(TOO_LITTLE_GAS);
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        node.underestimate(0);

        run();
        chain.mine(FINAL);
        run();

        List<Submission> submissions = view(id).submissions();
        assertThat(submissions).extracting(Submission::accountNonce).containsExactly(0L, 0L);
        assertThat(submissions.getLast().gas()).isGreaterThan(submissions.getFirst().gas());
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
    }

    @Test
    void what_a_node_refuses_is_told_in_its_words() {
        WithdrawalId id = requested("7", SOMEBODY);
        node.underestimate(TOO_LITTLE_GAS);
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);

        Outcome<String> sent =
                exchange.use(SendingSubmissions.class).send(view(id).submissions().getLast());

        assertThat(sent)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.refusal().message())
                                        .contains("The node does not take it", "gas"));
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SIGNED);
    }

    @Test
    void a_payment_that_the_token_refuses_by_now_does_not_hold_up_those_behind_it() {
        exchange.close();
        exchange = installation.open("megatron.withdrawals.replace-after=0s");
        WithdrawalId refused = requested("7", SOMEBODY);
        WithdrawalId behind = requested("5", SOMEBODY_ELSE);
        node.underestimate(TOO_LITTLE_GAS);
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        node.underestimate(0);
        blacklist(SOMEBODY);

        for (int round = 0; round < 3; round++) {
            run();
            chain.mine(FINAL);
        }

        assertThat(status(behind)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY_ELSE)).isEqualTo(5L * USDC);
        assertThat(status(refused)).isEqualTo(WithdrawalStatus.SIGNED);

        passTime(DAY + 1);
        run();
        assertThat(status(refused)).isEqualTo(WithdrawalStatus.REFUNDED);
        assertThat(exchange.cash(user)).isEqualTo("9995");
    }

    @Test
    void a_node_that_is_on_another_chain_from_now_on_is_believed_nothing() {
        WithdrawalId id = requested("7", SOMEBODY);
        run();
        node.claimChain(1);

        assertThatExceptionOfType(WrongChainException.class).isThrownBy(this::run);

        node.claimChain(0);
        chain.mine(FINAL);
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
    }

    @Test
    void withdrawals_notice_a_deep_reorg_themselves() {
        chain.mine(2 * DEEP);
        DepositRuns.run(exchange);
        requested("7", SOMEBODY);
        chain.ask("anvil_reorg", 2 * DEEP, List.of());

        run();

        assertThat(exchange.use(Halts.class).open())
                .hasValueSatisfying(
                        halt -> assertThat(halt.cause()).isEqualTo(HaltCause.DEEP_REORG));
        assertThat(held(SOMEBODY)).isZero();
    }

    @Test
    void an_address_that_turns_out_to_be_ours_is_not_paid() {
        installation
                .database()
                .correct(
                        """
                        alter table platform_addresses disable trigger user;
                        delete from platform_addresses;
                        alter table platform_addresses enable trigger user\
                        """);
        WithdrawalId id = requested("7", hotWallet());

        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.REJECTED);
        assertThat(exchange.cash(user)).isEqualTo("10000");
        DepositRuns.run(exchange);
    }
}
