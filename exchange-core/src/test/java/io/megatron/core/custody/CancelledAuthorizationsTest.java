package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.FINAL;
import static io.megatron.core.custody.CustodyInstallation.USDC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.HaltCause;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.WithdrawalId;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.web3j.crypto.Hash;

/**
 * A log that says that an authorization was cancelled gives money back at once. So nothing else may
 * pass for it, and where several nodes are set, one alone cannot say it.
 */
@Timeout(180)
class CancelledAuthorizationsTest extends WithdrawalScene {
    private static final String CANCELED =
            Hash.sha3String("AuthorizationCanceled(address,bytes32)");

    @Test
    void what_was_cancelled_on_the_chain_comes_back_and_is_never_paid() {
        withSeveralNodes();
        WithdrawalId id = cancelledOnTheChain();

        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.REFUNDED);
        assertThat(exchange.cash(user)).isEqualTo("10000");
        assertThat(held(SOMEBODY)).isZero();
    }

    @Test
    void a_cancel_counts_while_a_second_node_says_nothing() {
        exchange.close();
        exchange = installation.openWith(node.url(), "http://127.0.0.1:1");
        WithdrawalId id = cancelledOnTheChain();

        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.REFUNDED);
    }

    @Test
    void a_cancel_that_one_of_two_nodes_tells_of_halts_custody_and_gives_nothing_back() {
        withSeveralNodes();
        WithdrawalId id = paidAndTold(_ -> CANCELED);

        run();

        assertThat(exchange.cash(user)).isEqualTo("9993");
        Halt halt = exchange.use(Halts.class).open().orElseThrow();
        assertThat(halt.cause()).isEqualTo(HaltCause.PROVIDERS_DISAGREE);
        assertThat(halt.message()).contains("was cancelled");
        run();
        assertThat(exchange.cash(user)).isEqualTo("9993");

        node.rewriteEvents(UnaryOperator.identity());
        resolve(halt);
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
    }

    @Test
    void digits_in_upper_case_say_the_same() {
        WithdrawalId id = paidAndTold(event -> "0x" + event.substring(2).toUpperCase(Locale.ROOT));

        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(exchange.cash(user)).isEqualTo("9993");
    }

    @Test
    void a_log_of_another_event_is_no_answer() {
        WithdrawalId id = paidAndTold(_ -> Hash.sha3String("Transfer(address,address,uint256)"));

        assertThatExceptionOfType(ChainUnavailableException.class).isThrownBy(this::run);

        node.rewriteEvents(UnaryOperator.identity());
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
    }

    @Test
    void a_log_that_cannot_be_read_is_no_answer() {
        WithdrawalId id = paidAndTold(_ -> "0x1234");

        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(this::run)
                .withMessageContaining("cannot be read");

        node.rewriteEvents(UnaryOperator.identity());
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
    }

    @Test
    void a_log_of_another_contract_is_no_answer() {
        WithdrawalId id = paidAndTold(UnaryOperator.identity());
        node.ascribeLogsTo(SOMEBODY_ELSE);

        assertThatExceptionOfType(ChainUnavailableException.class).isThrownBy(this::run);

        node.ascribeLogsTo("");
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
    }

    private void withSeveralNodes() {
        exchange.close();
        exchange = installation.openWith(node.url(), chain.url());
    }

    /** A withdrawal that is signed, and whose authorization a final block has cancelled. */
    private WithdrawalId cancelledOnTheChain() {
        WithdrawalId id = requested("7", SOMEBODY);
        WithdrawalRuns.sign(exchange);
        Authorization signed = view(id).authorization().orElseThrow();
        installation.tokenOwner().cancel(installation.keystore().hotWallet(), signed.nonce());
        chain.mine(FINAL);
        return id;
    }

    /** A withdrawal that a final block has paid, of which the node tells something else. */
    private WithdrawalId paidAndTold(UnaryOperator<String> event) {
        WithdrawalId id = requested("7", SOMEBODY);
        run();
        chain.mine(FINAL);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
        node.rewriteEvents(event);
        return id;
    }
}
