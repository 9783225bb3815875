package io.megatron.core.custody;

import static io.megatron.core.custody.ScriptedChain.address;
import static io.megatron.core.custody.ScriptedChain.usdc;
import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.custody.ScanningDeposits.Scan;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.keys.DepositKeys;
import io.megatron.core.operations.Reconciling;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.ids.UserId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reconciliation notices a deposit that is not what its transfer says. */
class TamperedDepositsTest {
    private final ScriptedChain chain = new ScriptedChain();
    private TestDatabase database;
    private Exchange exchange;

    @BeforeEach
    void credit() {
        database = TestDatabases.fresh("tampered_deposits");
        exchange =
                Exchange.on(
                        database,
                        InstantSource.system(),
                        context -> {
                            context.registerBean(ChainClient.class, () -> chain);
                            context.registerBean(
                                    TokenContract.class,
                                    () -> new TokenContract(ScriptedChain.TOKEN));
                            context.registerBean(
                                    DepositKeys.class, () -> index -> address(0x1000000 + index));
                        },
                        "megatron.deposits.requires-finality=false");
        UserId user = exchange.traderWith("0");
        EvmAddress own =
                accepted(exchange.use(GivingDepositAddresses.class).address(user))
                        .address()
                        .address();
        chain.mine(usdc(own, "5"));
        chain.mineEmpty(12);
        Scan scan = exchange.use(ScanningDeposits.class).begin().orElseThrow();
        exchange.use(ScanningDeposits.class).read(scan, scan.next(-1, 100).orElseThrow());
        SettlingDeposits settling = exchange.use(SettlingDeposits.class);
        settling.ready(Optional.empty(), 10).forEach(settling::settle);
        assertThat(exchange.cash(user)).isEqualTo("5");
        exchange.reconciles();
    }

    @AfterEach
    void close() {
        exchange.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    amount = 6, units = 6000000  | deposits_posted_once
                    transfer_seq = 9999          | deposits_posted_once
                    user_id = null               | unattributed_matches_deposits
                    """)
    void a_deposit_that_was_changed_is_named(String change, String check) {
        // The owner alone can do this, and only with the guards off.
        database.correct(
                "alter table deposits disable trigger user; update deposits set "
                        + change
                        + "; alter table deposits enable trigger user");

        assertThat(broken()).containsExactly(check);
    }

    private List<String> broken() {
        return exchange.use(Reconciling.class).reconcile().checks().stream()
                .filter(checked -> !checked.findings().isEmpty())
                .map(Reconciling.Checked::name)
                .toList();
    }
}
