package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.DEEP;
import static io.megatron.core.custody.CustodyInstallation.USDC;
import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.operations.Reconciling;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Usdc;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKind;
import io.megatron.mapper.operations.Finding;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proof of reserves on a real chain: to the micro, and with every difference explained. */
@Timeout(120)
class ProvingReservesTest {

    private CustodyInstallation installation;
    private DevChain chain;
    private Exchange exchange;

    @BeforeEach
    void start() {
        installation = CustodyInstallation.start("reserves");
        chain = installation.chain();
        exchange = installation.open();
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

    private Reserves proof() {
        return accepted(exchange.use(ProvingReserves.class).prove());
    }

    private static Usdc difference(Reserves proof, String name) {
        return proof.differences().stream()
                .filter(difference -> difference.name().equals(name))
                .findFirst()
                .orElseThrow()
                .amount();
    }

    @Test
    void before_the_chain_was_read_there_is_no_proof() {
        Outcome<Reserves> outcome = exchange.use(ProvingReserves.class).prove();

        assertThat(Exchange.refused(outcome)).isEqualTo(Rejection.CUSTODY_OFF);
    }

    @Test
    void everything_that_arrived_is_credited_waits_or_is_dust_and_what_is_invented_is_named() {
        UserId alice = exchange.traderWith("0");
        UserId bob = exchange.traderWith("100");
        String hers = addressOf(alice);
        String his = addressOf(bob);
        DepositRuns.run(exchange);
        chain.mint(hers, 7 * USDC + 1);
        chain.mint(his, 3 * USDC);
        chain.mint(his, 9_999);
        chain.mint(installation.hotWallet(), 2 * USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        chain.mint(hers, USDC);
        chain.mine(DEEP);

        Reserves before = proof();
        DepositRuns.run(exchange);
        Reserves after = proof();

        assertThat(before.onChain()).isEqualTo(Usdc.parse("12.01"));
        assertThat(before.unexplained()).isEqualTo(Usdc.ZERO);
        assertThat(after.block().number()).isGreaterThan(before.block().number());
        assertThat(after.deposits()).isEqualTo(Usdc.parse("11.01"));
        assertThat(after.platform()).isEqualTo(Usdc.parse("2"));
        assertThat(after.fundedAddresses()).isEqualTo(2);
        assertThat(after.byKind())
                .containsEntry(AccountKind.CASH, Usdc.parse("111.000001"))
                .containsEntry(AccountKind.UNATTRIBUTED, Usdc.parse("2"))
                .doesNotContainKey(AccountKind.CUSTODY);
        assertThat(after.testGrants()).isEqualTo(Usdc.parse("100"));
        assertThat(difference(after, "ignored_deposits")).isEqualTo(Usdc.parse("0.009999"));
        assertThat(difference(after, "detected_deposits")).isEqualTo(Usdc.ZERO);
        assertThat(after.unexplained()).isEqualTo(Usdc.ZERO);
        assertThat(after.isCovered()).isTrue();
    }

    @Test
    void money_that_leaves_behind_the_ledgers_back_is_unexplained_to_the_micro() {
        UserId alice = exchange.traderWith("0");
        String hers = addressOf(alice);
        DepositRuns.run(exchange);
        chain.mint(hers, 5 * USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        assertThat(proof().isCovered()).isTrue();

        stealFrom(hers, 1);
        chain.mine(DEEP);
        DepositRuns.run(exchange);

        assertThat(proof().unexplained()).isEqualTo(Usdc.ofMicros(-1));
        assertThat(proof().isCovered()).isFalse();
        assertThat(exchange.use(Reconciling.class).reconcile().checks())
                .filteredOn(check -> !check.findings().isEmpty())
                .singleElement()
                .satisfies(
                        check -> {
                            assertThat(check.number()).isEqualTo(11);
                            assertThat(check.findings())
                                    .extracting(Finding::expected, Finding::actual)
                                    .containsExactly(tuple("5 USDC", "4.999999 USDC"));
                        });

        exchange.close();
        exchange = installation.openOn(TestDatabases.fresh("reserves_untampered"));
    }

    @Test
    void a_loss_that_was_written_off_is_explained_and_leaves_claims_uncovered() {
        UserId alice = exchange.traderWith("0");
        String hers = addressOf(alice);
        DepositRuns.run(exchange);
        chain.mint(hers, 5 * USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        assertThat(proof().isCovered()).isTrue();

        chain.ask("anvil_reorg", DEEP + 1, List.of());
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        accepted(
                exchange.use(HaltingCustody.class)
                        .resolve(
                                Exchange.adminCall("resolve"),
                                exchange.use(Halts.class).open().orElseThrow().id(),
                                "a deep reorg",
                                Deadline.none()));
        DepositRuns.run(exchange);

        assertThat(proof().byKind()).containsEntry(AccountKind.LOSS, Usdc.ofMicros(-5L * USDC));
        assertThat(proof().unexplained()).isEqualTo(Usdc.ZERO);
        assertThat(proof().isCovered()).isFalse();
    }

    private void stealFrom(String address, long micros) {
        installation.tokenOwner().steal(address, chain.owner(), micros);
    }
}
