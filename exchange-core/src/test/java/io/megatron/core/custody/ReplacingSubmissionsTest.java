package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.FINAL;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.megatron.core.Rejection;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.internal.SigningTransactions;
import io.megatron.mapper.custody.Submission;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.WithdrawalId;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A nonce that no block uses up holds up all behind it. Whatever nodes say to its transaction, and
 * however near to the most that may be paid for gas it is, there is a way on.
 */
@Timeout(180)
class ReplacingSubmissionsTest extends WithdrawalScene {
    private static final long GWEI = 1_000_000_000;
    private static final long TOO_LITTLE_GAS = 1_000;

    /** What one gas may cost at the most (application.yaml). */
    private static final BigInteger HIGHEST = BigInteger.valueOf(50 * GWEI);

    @BeforeEach
    void replaceAtOnce() {
        exchange.close();
        exchange = installation.open("megatron.withdrawals.replace-after=0s");
    }

    @Test
    void what_pays_the_most_allowed_and_needs_more_gas_is_signed_anew() {
        WithdrawalId id = requested("7", SOMEBODY);
        baseFee(40 * GWEI);
        node.underestimate(TOO_LITTLE_GAS);
        signAndSubmit();
        node.underestimate(0);
        assertThat(newest(id).maxFee()).isEqualTo(HIGHEST);

        WithdrawalRuns.send(exchange);

        assertThat(newest(id).maxFee()).isEqualTo(HIGHEST);
        settles(id);
    }

    @Test
    void what_pays_the_most_allowed_and_too_little_a_tip_is_signed_anew_for_the_tip() {
        WithdrawalId id = requested("7", SOMEBODY);
        baseFee(40 * GWEI);
        node.tellTips(0);
        signAndSubmit();
        node.tellTips(2 * GWEI);
        node.refuseTipsBelow(2 * GWEI);
        assertThat(newest(id).maxFee()).isEqualTo(HIGHEST);

        WithdrawalRuns.send(exchange);

        assertThat(newest(id).maxFee()).isEqualTo(HIGHEST);
        assertThat(newest(id).priorityFee()).isEqualTo(2 * GWEI);
        settles(id);
    }

    @Test
    void what_cannot_be_outbid_any_more_is_sent_all_the_same_and_told() {
        WithdrawalId id = requested("7", SOMEBODY);
        baseFee(40 * GWEI);
        signAndSubmit();
        chain.ask("anvil_setAutomine", false);
        WithdrawalRuns.send(exchange);
        chain.ask("anvil_dropAllTransactions");
        baseFee(50 * GWEI);
        List<Submission> before = view(id).submissions();

        assertThat(refused(exchange.use(SendingSubmissions.class).send(newest(id))))
                .isEqualTo(Rejection.GAS_TOO_EXPENSIVE);

        assertThat(view(id).submissions()).isEqualTo(before);
        chain.ask("anvil_setAutomine", true);
        settles(id);
    }

    @Test
    void what_a_node_keeps_refusing_for_reasons_of_its_own_is_not_signed_ever_dearer() {
        WithdrawalId id = requested("7", SOMEBODY);
        signAndSubmit();
        node.fail("eth_sendRawTransaction", -32_000, "txpool is full");
        for (int round = 0; round < 5; round++) {
            WithdrawalRuns.send(exchange);
        }
        Submission first = view(id).submissions().getFirst();
        assertThat(newest(id).maxFee()).isEqualTo(first.maxFee());
        assertThat(refusalOf(newest(id))).contains("txpool is full");

        node.succeed("eth_sendRawTransaction");
        settles(id);
    }

    @Test
    void what_no_block_takes_for_its_low_tip_is_outbid() {
        WithdrawalId id = requested("7", SOMEBODY);
        chain.ask("anvil_setAutomine", false);
        node.tellTips(0);
        signAndSubmit();
        WithdrawalRuns.send(exchange);
        assertThat(status(id)).isEqualTo(WithdrawalStatus.BROADCAST);
        node.tellTips(2 * GWEI);

        WithdrawalRuns.send(exchange);

        assertThat(newest(id).priorityFee()).isEqualTo(2 * GWEI);
        assertThat(newest(id).accountNonce()).isZero();
        chain.ask("anvil_setAutomine", true);
        settles(id);
    }

    @Test
    void a_tip_that_the_node_fails_to_tell_is_not_taken_for_none() {
        WithdrawalId id = requested("7", SOMEBODY);
        WithdrawalRuns.sign(exchange);
        node.fail("eth_maxPriorityFeePerGas", -32_603, "internal error");

        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(() -> WithdrawalRuns.submit(exchange));

        assertThat(view(id).submissions()).isEmpty();
        node.fail("eth_maxPriorityFeePerGas", -32_601, "the method does not exist");
        WithdrawalRuns.submit(exchange);
        assertThat(newest(id).priorityFee()).isZero();
        settles(id);
    }

    @Test
    void what_only_uses_a_nonce_up_does_no_more_than_that_when_it_is_outbid() {
        WithdrawalId refused = requested("7", SOMEBODY);
        WithdrawalId behind = requested("5", SOMEBODY_ELSE);
        node.underestimate(TOO_LITTLE_GAS);
        signAndSubmit();
        node.underestimate(0);
        blacklist(SOMEBODY);
        chain.ask("anvil_setAutomine", false);
        WithdrawalRuns.send(exchange);
        assertThat(exchange.use(SigningTransactions.class).isPayment(newest(refused))).isFalse();
        baseFee(20 * GWEI);

        WithdrawalRuns.send(exchange);

        List<Submission> submissions = view(refused).submissions();
        assertThat(submissions).hasSize(3);
        assertThat(exchange.use(SigningTransactions.class).isPayment(submissions.getLast()))
                .isFalse();
        chain.ask("anvil_setAutomine", true);
        settles(behind);
    }

    private void signAndSubmit() {
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
    }

    /** Of the newest block. */
    private void baseFee(long wei) {
        chain.ask("anvil_setNextBlockBaseFeePerGas", "0x" + Long.toHexString(wei));
        chain.mine(1);
    }

    private Submission newest(WithdrawalId id) {
        return view(id).submissions().getLast();
    }

    private String refusalOf(Submission submission) {
        return exchange.use(SendingSubmissions.class).send(submission).toString();
    }

    private void settles(WithdrawalId id) {
        baseFee(GWEI);
        for (int round = 0; round < 3; round++) {
            run();
            chain.mine(FINAL);
        }
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY) + held(SOMEBODY_ELSE))
                .isEqualTo(view(id).withdrawal().amount().micros());
    }
}
