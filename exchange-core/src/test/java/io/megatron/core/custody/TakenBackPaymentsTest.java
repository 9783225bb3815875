package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.DEEP;
import static io.megatron.core.custody.CustodyInstallation.FINAL;
import static io.megatron.core.custody.CustodyInstallation.USDC;
import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.operations.Reconciling;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.HaltCause;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.WithdrawalId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Withdrawals that were settled in a final block, and that a reorg takes back all the same: custody
 * halts, the proof of reserves names them, and whoever resolves the halt has them paid, once.
 */
@Timeout(180)
class TakenBackPaymentsTest extends WithdrawalScene {
    private WithdrawalId id;

    @BeforeEach
    void settleOne() {
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        id = requested("7", SOMEBODY);
        run();
        chain.mine(FINAL);
        run();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
    }

    /** Deeper than what is final, and not as deep as deposits are read. */
    private void takeBack() {
        chain.ask("anvil_reorg", FINAL + 1, List.of());
        chain.ask("anvil_dropAllTransactions");
        assertThat(held(SOMEBODY)).isZero();
    }

    private Reserves proof() {
        return accepted(exchange.use(ProvingReserves.class).prove());
    }

    private Halt halt() {
        run();
        Halt halt = exchange.use(Halts.class).open().orElseThrow();
        assertThat(halt.cause()).isEqualTo(HaltCause.DEEP_REORG);
        return halt;
    }

    @Test
    void what_was_settled_and_is_gone_halts_custody_and_is_paid_again_when_that_is_resolved() {
        takeBack();
        Halt halt = halt();
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);

        resolve(halt);
        assertThat(status(id)).isEqualTo(WithdrawalStatus.BROADCAST);
        assertThat(withdrawing()).isEqualTo("7");
        exchange.reconciles();
        run();
        chain.mine(FINAL);
        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
        assertThat(exchange.cash(user)).isEqualTo("9993");
        assertThat(view(id).submissions()).hasSize(1);
    }

    @Test
    void what_is_gone_for_good_comes_back_to_its_user() {
        takeBack();
        blacklist(SOMEBODY);
        resolve(halt());
        passTime(DAY + 1);
        run();
        run();

        assertThat(status(id)).isEqualTo(WithdrawalStatus.REFUNDED);
        assertThat(exchange.cash(user)).isEqualTo("10000");
        assertThat(held(SOMEBODY)).isZero();
    }

    @Test
    void a_payment_that_was_never_taken_back_and_says_so_is_found() {
        takeBack();
        resolve(halt());
        exchange.reconciles();
        installation
                .database()
                .correct(
                        """
                        alter table withdrawals disable trigger user;
                        update withdrawals set reopened = 0;
                        alter table withdrawals enable trigger user\
                        """);

        assertThat(exchange.use(Reconciling.class).reconcile().checks())
                .filteredOn(check -> !check.findings().isEmpty())
                .extracting(Reconciling.Checked::name)
                .contains("withdrawals_posted_once");

        exchange.close();
        exchange = installation.openOn(TestDatabases.fresh("taken_back_untampered"));
    }

    @Test
    void the_proof_of_reserves_names_what_is_settled_and_gone() {
        takeBack();
        chain.mine(DEEP);
        DepositRuns.run(exchange);

        Reserves proof = proof();

        assertThat(proof.differences())
                .filteredOn(difference -> difference.name().equals("settled_and_gone"))
                .extracting(Reserves.Difference::amount)
                .containsExactly(Usdc.parse("7"));
        assertThat(proof.unexplained()).isEqualTo(Usdc.ZERO);

        // Deposits have been read beyond it by now: blocks are settled again from before it on.
        resolve(halt());
        run();
        chain.mine(DEEP);
        run();
        DepositRuns.run(exchange);
        assertThat(status(id)).isEqualTo(WithdrawalStatus.SETTLED);
        assertThat(held(SOMEBODY)).isEqualTo(7L * USDC);
        assertThat(proof().unexplained()).isEqualTo(Usdc.ZERO);
    }
}
