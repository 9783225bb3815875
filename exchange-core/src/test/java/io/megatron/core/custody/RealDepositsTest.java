package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.USDC;
import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.devservices.Contract;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Uint256;

/** Deposits on a real chain, read through the real client. */
@Timeout(120)
class RealDepositsTest {
    private CustodyInstallation installation;
    private DevChain chain;
    private Exchange exchange;

    @BeforeEach
    void start() {
        installation = CustodyInstallation.start("real_deposits");
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

    private void run() {
        DepositRuns.run(exchange);
    }

    @Test
    void real_usdc_is_credited_when_it_is_deep_and_final_in_whatever_case_its_address_is_written() {
        UserId user = exchange.traderWith("0");
        chain.mint(addressOf(user).toUpperCase(Locale.ROOT).replace("0X", "0x"), 5 * USDC);
        chain.mine(10);
        run();
        assertThat(exchange.cash(user)).isEqualTo("0");

        chain.mine(1);
        run();
        run();

        assertThat(exchange.cash(user)).isEqualTo("5");
    }

    @Test
    void a_reorg_before_the_confirmation_orphans_the_deposit() {
        UserId user = exchange.traderWith("0");
        chain.mint(addressOf(user), 5 * USDC);
        chain.mine(2);
        run();

        chain.ask("anvil_reorg", 3, List.of());
        chain.mine(14);
        run();

        assertThat(exchange.cash(user)).isEqualTo("0");
        assertThat(
                        exchange.use(ReadingDeposits.class)
                                .page(
                                        new ReadingDeposits.Filter(
                                                Optional.empty(), Optional.empty(), false),
                                        Optional.empty(),
                                        10))
                .extracting(view -> view.deposit().status().name())
                .containsExactly("ORPHANED");
    }

    @Test
    void a_reorg_below_what_was_credited_halts_and_what_is_gone_is_written_off() {
        UserId user = exchange.traderWith("0");
        chain.mint(addressOf(user), 5 * USDC);
        chain.mine(12);
        run();
        assertThat(exchange.cash(user)).isEqualTo("5");

        chain.ask("anvil_reorg", 13, List.of());
        chain.mine(14);
        run();

        Halt halt = exchange.use(Halts.class).open().orElseThrow();
        HaltingCustody.Resolved resolved =
                accepted(
                        exchange.use(HaltingCustody.class)
                                .resolve(
                                        Exchange.adminCall("resolve"),
                                        halt.id(),
                                        "a deep reorg",
                                        Deadline.none()));
        assertThat(resolved.halt().writtenOff()).hasToString("5");
        assertThat(exchange.cash(user)).isEqualTo("5");
        assertThat(exchange.balance(AccountKey.ofPlatform(AccountKind.LOSS))).isEqualTo("-5");

        chain.mint(addressOf(user), USDC);
        chain.mine(12);
        run();
        assertThat(exchange.cash(user)).isEqualTo("6");
    }

    @Test
    void three_transfers_in_one_transaction_are_three_deposits() {
        String spreader = chain.deploy(Contract.SPREADER);
        chain.mint(spreader, 100 * USDC);
        List<UserId> users = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            users.add(exchange.traderWith("0"));
        }
        spread(
                spreader,
                List.of(addressOf(users.get(0)), addressOf(users.get(1)), addressOf(users.get(0))),
                USDC);
        chain.mine(12);
        run();

        assertThat(exchange.cash(users.get(0))).isEqualTo("2");
        assertThat(exchange.cash(users.get(1))).isEqualTo("1");
    }

    private void spread(String spreader, List<String> to, long micros) {
        chain.send(spreader, spreading(to, micros).substring(2));
    }

    private String spreading(List<String> to, long micros) {
        Function call =
                new Function(
                        "spread",
                        List.of(
                                new Address(chain.token()),
                                new DynamicArray<>(
                                        Address.class, to.stream().map(Address::new).toList()),
                                new DynamicArray<>(
                                        Uint256.class,
                                        to.stream()
                                                .map(_ -> new Uint256(BigInteger.valueOf(micros)))
                                                .toList())),
                        List.of());
        return FunctionEncoder.encode(call);
    }

    @Test
    void five_thousand_empty_blocks_are_caught_up_with_by_one_run() {
        UserId user = exchange.traderWith("0");
        String address = addressOf(user);
        run();
        chain.mint(address, USDC);
        chain.mine(5_000);

        run();

        assertThat(exchange.cash(user)).isEqualTo("1");
    }

    @Test
    @Tag("scenario")
    void a_block_of_a_thousand_transfers_to_ten_thousand_addresses_is_credited_by_one_scan() {
        run();
        addressOf(exchange.traderWith("0"));
        strangersWithAddresses(9_000);
        List<UserId> paid = exchange.tradersWith(1_000, "0");
        List<String> addresses = Callers.each(paid, this::addressOf);
        String spreader = chain.deploy(Contract.SPREADER);
        chain.mint(spreader, 10_000L * USDC);
        run();
        chain.ask("evm_setBlockGasLimit", "0x" + Long.toHexString(200_000_000L));
        chain.ask("evm_setAutomine", false);
        for (int i = 0; i < paid.size(); i += 100) {
            String data = spreading(addresses.subList(i, i + 100), USDC);
            chain.ask(
                    "eth_sendTransaction",
                    Map.of(
                            "from",
                            chain.owner(),
                            "to",
                            spreader,
                            "gas",
                            "0x" + Long.toHexString(15_000_000L),
                            "data",
                            data));
        }
        chain.ask("evm_mine");
        chain.ask("evm_setAutomine", true);
        chain.mine(12);

        run();

        assertThat(paid).allSatisfy(user -> assertThat(exchange.cash(user)).isEqualTo("1"));
        assertThat(exchange.balance(AccountKey.ofPlatform(AccountKind.CUSTODY))).isEqualTo("-1000");
        assertThat(exchange.database().value("select count(distinct block_hash) from deposits"))
                .isEqualTo("1");
    }

    /** Nobody pays to their addresses. */
    private void strangersWithAddresses(int count) {
        exchange.database()
                .execute(
                        """
                        insert into users (id, registered_at)
                        select ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, now()
                        from generate_series(0, %d) i
                        """
                                .formatted(count - 1));
        exchange.database()
                .execute(
                        """
                        insert into deposit_addresses
                        select nextval('deposit_address_index'), decode(lpad(to_hex(i + 4096), 40, '0'), 'hex'),
                               ('00000000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, now()
                        from generate_series(0, %d) i
                        """
                                .formatted(count - 1));
    }
}
