package io.megatron.core.custody;

import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.Secret;
import io.megatron.core.custody.chain.ChainAddress;
import io.megatron.core.custody.keys.DepositKeys;
import io.megatron.core.custody.keys.Keystore;
import io.megatron.core.custody.keys.SigningKeys;
import io.megatron.core.custody.keys.XpubDepositKeys;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.TestDatabases;
import io.megatron.curve.money.Usdc;
import io.megatron.devservices.ChainPace;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKind;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The proof of reserves on a real chain: to the micro, and with every difference explained. */
@Timeout(120)
class ProvingReservesTest {
    private static final int USDC = 1_000_000;
    private static final int FINAL = 14;
    private static final String TRANSFER = "0xa9059cbb";

    @TempDir private Path folder;

    private DevChain chain;
    private Exchange exchange;
    private Keystore keystore;

    @BeforeEach
    void start() {
        chain = DevChain.startTemporary(ChainPace.INSTANT);
        keystore = Keystore.create(folder.resolve("keystore.json"), Secret.of("a-password"));
        exchange =
                Exchange.on(
                        TestDatabases.fresh("reserves"),
                        InstantSource.system(),
                        context -> {
                            context.registerBean(
                                    ChainAddress.class,
                                    () ->
                                            new ChainAddress(
                                                    List.of(URI.create(chain.url())),
                                                    EvmAddress.parse(chain.token())));
                            context.registerBean(SigningKeys.class, () -> keystore);
                            context.registerBean(
                                    DepositKeys.class,
                                    () -> XpubDepositKeys.of(keystore.depositXpub()));
                        });
    }

    @AfterEach
    void stop() {
        exchange.reconciles();
        exchange.close();
        chain.close();
    }

    private String addressOf(UserId user) {
        return accepted(exchange.use(GivingDepositAddresses.class).address(user))
                .address()
                .address()
                .toString();
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
        chain.mint(keystore.hotWallet().address().toString(), 2 * USDC);
        chain.mine(FINAL);
        DepositRuns.run(exchange);
        chain.mint(hers, USDC);
        chain.mine(FINAL);

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
        chain.mine(FINAL);
        DepositRuns.run(exchange);
        assertThat(proof().isCovered()).isTrue();

        stealFrom(hers, 1);
        chain.mine(FINAL);
        DepositRuns.run(exchange);

        assertThat(proof().unexplained()).isEqualTo(Usdc.ofMicros(-1));
        assertThat(proof().isCovered()).isFalse();
    }

    @Test
    void a_loss_that_was_written_off_is_explained_and_leaves_claims_uncovered() {
        UserId alice = exchange.traderWith("0");
        String hers = addressOf(alice);
        DepositRuns.run(exchange);
        chain.mint(hers, 5 * USDC);
        chain.mine(FINAL);
        DepositRuns.run(exchange);
        assertThat(proof().isCovered()).isTrue();

        chain.ask("anvil_reorg", FINAL + 1, List.of());
        chain.mine(FINAL);
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
        chain.fundGas(address, BigInteger.TEN.pow(18));
        chain.ask("anvil_impersonateAccount", address);
        String data =
                TRANSFER + DevChain.word(chain.owner()) + DevChain.word(BigInteger.valueOf(micros));
        chain.ask(
                "eth_sendTransaction", Map.of("from", address, "to", chain.token(), "data", data));
    }
}
