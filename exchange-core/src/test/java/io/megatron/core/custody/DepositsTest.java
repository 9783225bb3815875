package io.megatron.core.custody;

import static io.megatron.core.custody.ScriptedChain.address;
import static io.megatron.core.custody.ScriptedChain.usdc;
import static io.megatron.core.testing.Exchange.accepted;
import static io.megatron.core.testing.Exchange.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.DepositView.Waiting;
import io.megatron.core.custody.ScanningDeposits.Scan;
import io.megatron.core.custody.ScriptedChain.Sent;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.internal.AfterReorg;
import io.megatron.core.custody.keys.DepositKeys;
import io.megatron.core.custody.keys.Signer;
import io.megatron.core.custody.keys.SigningKeys;
import io.megatron.core.ledger.BookException;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Callers;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.TestDatabase;
import io.megatron.core.testing.TestDatabases;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositStatus;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.Rescan;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.AccountKey;
import io.megatron.mapper.ledger.AccountKind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives on the chain is credited once, whatever the chain does meanwhile. */
class DepositsTest {
    private static final EvmAddress HOT_WALLET = address(0x407);
    private static final UUID OPERATOR = UUID.fromString("018f0000-0000-7000-8000-0000000000af");
    private static final int A_LOT = 10_000;

    private final ScriptedChain chain = new ScriptedChain();
    private TestDatabase database;
    private Exchange exchange;

    @BeforeEach
    void open() {
        database = TestDatabases.fresh("deposits");
        exchange = node("megatron.deposits.requires-finality=false");
    }

    @AfterEach
    void reconciles() {
        exchange.reconciles();
        exchange.close();
    }

    private Exchange node(String... properties) {
        return node(ScriptedChain.TOKEN, properties);
    }

    private Exchange node(EvmAddress token, String... properties) {
        return Exchange.on(
                database,
                InstantSource.system(),
                context -> {
                    chain.register(context, token);
                    context.registerBean(
                            DepositKeys.class, () -> index -> address(0x1000000 + index));
                    context.registerBean(SigningKeys.class, Keys::new);
                },
                properties);
    }

    /** Keys that sign nothing: only their addresses count here. */
    private static final class Keys implements SigningKeys {
        private static Signer of(EvmAddress address) {
            return new Signer() {
                @Override
                public EvmAddress address() {
                    return address;
                }

                @Override
                public Signature sign(EvmHash digest) {
                    throw new UnsupportedOperationException();
                }
            };
        }

        @Override
        public Signer hotWallet() {
            return of(HOT_WALLET);
        }

        @Override
        public Signer submitter(int index) {
            return of(address(0x506 + index));
        }

        @Override
        public Signer deposit(int index) {
            throw new UnsupportedOperationException();
        }
    }

    private EvmAddress addressOf(UserId user) {
        return accepted(exchange.use(GivingDepositAddresses.class).address(user))
                .address()
                .address();
    }

    /** What a run of the job does. */
    private void run() {
        scan();
        settle();
    }

    private void scan() {
        DepositRuns.scan(exchange);
    }

    private void settle() {
        DepositRuns.settle(exchange);
    }

    private void confirm() {
        chain.mineEmpty(12);
        run();
    }

    /** All deposits as {@code STATUS amount}, oldest first. */
    private List<String> deposits() {
        return views().reversed().stream()
                .map(view -> view.deposit().status() + " " + view.deposit().amount())
                .toList();
    }

    private List<DepositView> views() {
        return exchange.use(ReadingDeposits.class)
                .page(
                        new ReadingDeposits.Filter(Optional.empty(), Optional.empty(), false),
                        Optional.empty(),
                        A_LOT);
    }

    private String balance(AccountKind kind) {
        return exchange.balance(AccountKey.ofPlatform(kind));
    }

    private Outcome<HaltingCustody.Resolved> resolve(Halt halt) {
        return resolve(halt, Deadline.none());
    }

    private Outcome<HaltingCustody.Resolved> resolve(Halt halt, Deadline deadline) {
        Call call =
                Call.of(
                        OPERATOR,
                        UUID.randomUUID(),
                        "resolve",
                        Map.of("halt", halt.id().toString()));
        return exchange.use(HaltingCustody.class)
                .resolve(call, halt.id(), "looked at it", deadline);
    }

    private Halt halt() {
        return exchange.use(Halts.class).open().orElseThrow();
    }

    @Test
    void a_transfer_is_credited_when_it_is_twelve_blocks_deep_and_says_before_why_it_waits() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "12.5"));
        chain.mineEmpty(10);

        run();

        DepositView waiting = views().getFirst();
        assertThat(waiting.deposit().userId()).isEqualTo(user);
        assertThat(waiting.confirmations()).isEqualTo(11);
        assertThat(waiting.waitsFor()).isEqualTo(Waiting.CONFIRMATIONS);
        assertThat(exchange.cash(user)).isEqualTo("0");

        chain.mineEmpty(1);
        run();
        run();

        assertThat(exchange.cash(user)).isEqualTo("12.5");
        assertThat(views().getFirst().waitsFor()).isEqualTo(Waiting.NOTHING);
        assertThat(balance(AccountKind.CUSTODY)).isEqualTo("-12.5");
        assertThat(deposits()).containsExactly("CREDITED 12.5");
    }

    @Test
    void where_finality_is_asked_for_a_deep_block_still_waits_for_it() {
        exchange.close();
        exchange = node("megatron.deposits.requires-finality=true");
        chain.finalizeAtDepth(64);
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "1"));
        confirm();

        assertThat(views().getFirst().waitsFor()).isEqualTo(Waiting.FINALITY);
        assertThat(exchange.cash(user)).isEqualTo("0");

        chain.mineEmpty(52);
        run();
        assertThat(exchange.cash(user)).isEqualTo("1");
    }

    @Test
    void a_user_has_one_address_however_many_ask_at_once() {
        UserId user = exchange.traderWith("0");
        GivingDepositAddresses giving = exchange.use(GivingDepositAddresses.class);

        List<Integer> callers = IntStream.range(0, 16).boxed().toList();
        assertThat(Callers.each(callers, _ -> accepted(giving.address(user)).address().address()))
                .containsOnly(addressOf(user));
        assertThat(exchange.use(DepositAddresses.class).isOurs(addressOf(user))).isTrue();
        assertThat(refused(giving.address(UserId.of(UUID.randomUUID()))))
                .isEqualTo(Rejection.USER_NOT_FOUND);
    }

    @Test
    void another_token_than_the_first_is_refused() {
        addressOf(exchange.traderWith("0"));
        try (Exchange other = node(address(0x71))) {
            assertThatThrownBy(() -> other.use(KnowingChain.class).chain())
                    .isInstanceOf(WrongChainException.class)
                    .hasMessageContaining(ScriptedChain.TOKEN.toString())
                    .hasMessageContaining("31337");
        }
    }

    @Test
    void a_node_with_another_public_key_gives_no_address() {
        UserId before = exchange.traderWith("0");
        EvmAddress given = addressOf(before);
        UserId after = exchange.traderWith("0");
        try (Exchange other =
                Exchange.on(
                        database,
                        InstantSource.system(),
                        context -> {
                            chain.register(context, ScriptedChain.TOKEN);
                            context.registerBean(
                                    DepositKeys.class, () -> index -> address(0x3000000 + index));
                        })) {
            GivingDepositAddresses giving = other.use(GivingDepositAddresses.class);

            assertThatThrownBy(() -> giving.address(after)).isInstanceOf(WrongKeysException.class);
            assertThat(accepted(giving.address(before)).address().address()).isEqualTo(given);
        }
        assertThat(addressOf(after)).isNotNull();
    }

    @Test
    void a_deposit_whose_block_is_gone_before_it_is_deep_is_orphaned_and_never_credited() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "5"));
        chain.mineEmpty(3);
        run();

        chain.forget(4);
        chain.mineEmpty(4);
        confirm();

        assertThat(deposits()).containsExactly("ORPHANED 5");
        assertThat(exchange.cash(user)).isEqualTo("0");
    }

    @Test
    void a_transaction_that_moves_to_another_block_and_log_index_is_credited_once() {
        UserId user = exchange.traderWith("0");
        Sent sent = usdc(addressOf(user), "5");
        EvmHash transaction = chain.mine(sent);
        chain.mineEmpty(3);
        run();

        chain.forget(4);
        chain.mineEmpty(1);
        chain.mineAgain(transaction, sent);
        chain.mineEmpty(3);
        confirm();
        run();

        assertThat(deposits()).containsExactly("ORPHANED 5", "CREDITED 5");
        assertThat(views().getFirst().deposit().logIndex()).isEqualTo(1);
        assertThat(exchange.cash(user)).isEqualTo("5");
    }

    @Test
    void a_deposit_that_a_node_on_another_fork_had_orphaned_comes_back() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "5"));
        run();
        List<Object> longer = chain.keep();
        chain.forget(1);
        chain.mineEmpty(1);
        chain.mineEmpty(12);
        settle();
        assertThat(deposits()).containsExactly("DETECTED 5");
        run();
        assertThat(deposits()).containsExactly("ORPHANED 5");

        chain.restore(longer);
        chain.mineEmpty(13);
        run();
        accepted(resolve(halt()));
        run();

        assertThat(deposits()).containsExactly("CREDITED 5");
        assertThat(exchange.cash(user)).isEqualTo("5");
    }

    @Test
    void a_reorg_deeper_than_the_policy_halts_until_an_operator_has_looked() {
        UserId stays = exchange.traderWith("0");
        UserId moves = exchange.traderWith("0");
        UserId goes = exchange.traderWith("0");
        chain.mine(usdc(addressOf(stays), "1"));
        run();
        confirm();
        Sent moving = usdc(addressOf(moves), "2");
        EvmHash moved = chain.mine(moving);
        Sent going = usdc(addressOf(goes), "4");
        EvmHash gone = chain.mine(going);
        confirm();
        assertThat(exchange.cash(goes)).isEqualTo("4");

        chain.forget(14);
        chain.mineAgain(moved, moving);
        chain.mineEmpty(14);
        UserId later = exchange.traderWith("0");
        chain.mine(usdc(addressOf(later), "8"));
        confirm();

        Halt halt = halt();
        assertThat(exchange.cash(later)).isEqualTo("0");
        Outcome<HaltingCustody.Resolved> resolved = resolve(halt);
        assertThat(accepted(resolved).gone()).extracting(Deposit::userId).containsExactly(goes);
        assertThat(accepted(resolved).halt().writtenOff()).hasToString("4");
        assertThat(refused(resolve(halt))).isEqualTo(Rejection.HALT_CLOSED);
        confirm();

        assertThat(exchange.cash(stays)).isEqualTo("1");
        assertThat(exchange.cash(moves)).isEqualTo("2");
        assertThat(exchange.cash(goes)).isEqualTo("4");
        assertThat(exchange.cash(later)).isEqualTo("8");
        assertThat(balance(AccountKind.LOSS)).isEqualTo("-4");
        assertThat(balance(AccountKind.CUSTODY)).isEqualTo("-11");

        // What had been written off is on the chain after all.
        chain.mineAgain(gone, going);
        confirm();
        assertThat(balance(AccountKind.LOSS)).isEqualTo("0");
        assertThat(exchange.cash(goes)).isEqualTo("4");
        assertThat(deposits().getLast()).isEqualTo("IGNORED 4");
    }

    @Test
    void two_transfers_in_one_transaction_are_two_deposits() {
        UserId one = exchange.traderWith("0");
        UserId other = exchange.traderWith("0");
        chain.mine(
                usdc(addressOf(one), "1"), usdc(addressOf(one), "1"), usdc(addressOf(other), "3"));
        run();
        confirm();

        assertThat(exchange.cash(one)).isEqualTo("2");
        assertThat(exchange.cash(other)).isEqualTo("3");
    }

    @Test
    void a_foreign_token_nothing_too_little_and_too_much_are_never_credited() {
        UserId user = exchange.traderWith("0");
        EvmAddress to = addressOf(user);
        chain.mine(
                new Sent(address(0x71), address(1), to, BigInteger.TEN.pow(9)),
                usdc(to, "0"),
                usdc(to, "0.009999"),
                new Sent(ScriptedChain.TOKEN, address(1), to, BigInteger.TWO.pow(255)));
        run();
        confirm();

        assertThat(deposits())
                .containsExactlyInAnyOrder("IGNORED 0", "IGNORED 0.009999", "IGNORED null");
        assertThat(exchange.cash(user)).isEqualTo("0");
    }

    @Test
    void dust_that_a_reorg_moves_or_takes_is_in_the_proof_where_it_is_on_the_chain() {
        UserId user = exchange.traderWith("0");
        Sent moves = usdc(addressOf(user), "0.005");
        EvmHash moved = chain.mine(moves);
        chain.mine(usdc(addressOf(user), "0.003"));
        run();

        chain.forget(2);
        chain.mineAgain(moved, moves);
        confirm();

        assertThat(deposits())
                .containsExactlyInAnyOrder("ORPHANED 0.005", "ORPHANED 0.003", "IGNORED 0.005");
        assertThat(views().getFirst().deposit().reason()).startsWith("less than the minimum");
    }

    /** So many deposits of 1 USDC, credited, and then their block is gone. */
    private void loseToADeepReorg(int many) {
        UserId user = exchange.traderWith("0");
        EvmAddress to = addressOf(user);
        chain.mine(Stream.generate(() -> usdc(to, "1")).limit(many).toArray(Sent[]::new));
        chain.mineEmpty(12);
        scan();
        SettlingDeposits settling = exchange.use(SettlingDeposits.class);
        Callers.each(settling.ready(Optional.empty(), A_LOT), settling::settle);
        assertThat(exchange.cash(user)).isEqualTo(Integer.toString(many));
        chain.forget(13);
        chain.mineEmpty(14);
        run();
    }

    /** The most deposits that one batch of the book has written off. */
    private int mostAtOnce() {
        return Integer.parseInt(
                database.value(
                        "select max(many) from (select count(*) as many from transfers where cause"
                                + " = 'custody_loss' group by booked_at) batches"));
    }

    @Test
    void a_deep_reorg_that_takes_thousands_of_deposits_can_be_resolved() {
        loseToADeepReorg(2_500);

        HaltingCustody.Resolved resolved = accepted(resolve(halt()));

        assertThat(mostAtOnce()).isEqualTo(1_000);
        assertThat(resolved.gone()).hasSize(2_500).allMatch(Deposit::isLost);
        assertThat(resolved.halt().writtenOff()).hasToString("2500");
        assertThat(balance(AccountKind.LOSS)).isEqualTo("-2500");
        assertThat(balance(AccountKind.CUSTODY)).isEqualTo("0");
    }

    @Test
    void resolving_thousands_that_was_cut_off_before_the_halt_ended_goes_on_and_writes_off_once() {
        loseToADeepReorg(1_001);
        assertThatThrownBy(() -> resolve(halt(), Deadline.after(Duration.ZERO)))
                .isInstanceOf(BookException.DeadlinePassed.class);
        assertThat(balance(AccountKind.LOSS)).isEqualTo("-1001");

        HaltingCustody.Resolved resolved = accepted(resolve(halt()));

        assertThat(resolved.gone()).isEmpty();
        assertThat(exchange.use(Halts.class).open()).isEmpty();
        assertThat(balance(AccountKind.LOSS)).isEqualTo("-1001");
    }

    @Test
    void dust_that_a_deep_reorg_takes_is_no_longer_in_the_proof() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "0.005"));
        Sent moves = usdc(addressOf(user), "0.003");
        EvmHash moved = chain.mine(moves);
        confirm();
        assertThat(deposits()).containsExactlyInAnyOrder("IGNORED 0.005", "IGNORED 0.003");

        chain.forget(14);
        chain.mineAgain(moved, moves);
        chain.mineEmpty(14);
        run();
        accepted(resolve(halt()));
        confirm();

        assertThat(deposits())
                .containsExactlyInAnyOrder("ORPHANED 0.005", "ORPHANED 0.003", "IGNORED 0.003");
    }

    @Test
    void what_was_nobodys_and_is_gone_from_the_chain_is_given_to_nobody() {
        UserId user = exchange.traderWith("0");
        run();
        chain.mine(usdc(HOT_WALLET, "7"));
        confirm();
        chain.forget(13);
        chain.mineEmpty(14);
        run();
        Deposit gone = accepted(resolve(halt())).gone().getFirst();

        Outcome<Deposit> given =
                exchange.use(CorrectingDeposits.class)
                        .attribute(
                                Exchange.adminCall("attribute"),
                                gone.id(),
                                user,
                                "theirs",
                                Deadline.none());

        assertThat(refused(given)).isEqualTo(Rejection.DEPOSIT_CLOSED);
        assertThat(exchange.cash(user)).isEqualTo("0");
    }

    @Test
    void
            a_transaction_that_brings_something_else_after_a_deep_reorg_does_not_bring_back_what_is_gone() {
        UserId one = exchange.traderWith("0");
        UserId other = exchange.traderWith("0");
        EvmHash transaction = chain.mine(usdc(addressOf(one), "4"));
        confirm();
        assertThat(exchange.cash(one)).isEqualTo("4");

        chain.forget(13);
        chain.mineAgain(transaction, usdc(addressOf(other), "1"));
        chain.mineEmpty(14);
        run();
        accepted(resolve(halt()));
        confirm();

        assertThat(balance(AccountKind.LOSS)).isEqualTo("-4");
        assertThat(deposits()).containsExactly("CREDITED 4", "IGNORED 1");
        assertThat(views().getFirst().deposit().reason()).contains("brought another transfer");
    }

    @Test
    void a_deposit_that_a_node_fails_at_holds_up_no_other() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "1"));
        EvmHash failing = chain.mine(usdc(addressOf(user), "2"));
        chain.mine(usdc(addressOf(user), "4"));
        chain.failAt(Optional.of(failing));
        confirm();
        assertThat(exchange.cash(user)).isEqualTo("5");

        chain.failAt(Optional.empty());
        settle();
        assertThat(exchange.cash(user)).isEqualTo("7");
    }

    @Test
    void one_wrong_answer_about_a_block_gives_no_deposit_up() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "1"));
        long block = chain.height();
        chain.mineEmpty(12);
        scan();

        chain.misreadOnce(block);
        settle();
        run();

        assertThat(deposits()).containsExactly("CREDITED 1");
        assertThat(exchange.cash(user)).isEqualTo("1");
    }

    @Test
    void what_reaches_the_hot_wallet_is_nobodys_until_an_administrator_gives_it() {
        UserId user = exchange.traderWith("0");
        EvmAddress own = addressOf(user);
        run();
        // What it pays to a user had left the ledger before, as a withdrawal.
        chain.hold(HOT_WALLET, 2_000_000);
        chain.mine(
                usdc(HOT_WALLET, "7"),
                new Sent(ScriptedChain.TOKEN, own, HOT_WALLET, BigInteger.valueOf(1_000_000)),
                new Sent(ScriptedChain.TOKEN, HOT_WALLET, own, BigInteger.valueOf(2_000_000)));
        confirm();

        assertThat(balance(AccountKind.UNATTRIBUTED)).isEqualTo("7");
        assertThat(exchange.cash(user)).isEqualTo("2");
        Deposit nobodys =
                views().stream()
                        .map(DepositView::deposit)
                        .filter(Deposit::isUnattributed)
                        .findFirst()
                        .orElseThrow();
        CorrectingDeposits correcting = exchange.use(CorrectingDeposits.class);
        Call call = Exchange.adminCall("attribute");
        accepted(correcting.attribute(call, nobodys.id(), user, "theirs", Deadline.none()));
        accepted(correcting.attribute(call, nobodys.id(), user, "theirs", Deadline.none()));

        assertThat(exchange.cash(user)).isEqualTo("9");
        assertThat(
                        refused(
                                correcting.attribute(
                                        Exchange.adminCall("attribute"),
                                        nobodys.id(),
                                        user,
                                        "again",
                                        Deadline.none())))
                .isEqualTo(Rejection.DEPOSIT_CLOSED);
        assertThat(balance(AccountKind.UNATTRIBUTED)).isEqualTo("0");
    }

    @Test
    void an_address_that_was_given_while_a_scan_ran_misses_nothing() {
        addressOf(exchange.traderWith("0"));
        ScanningDeposits scanning = exchange.use(ScanningDeposits.class);
        Scan scan = scanning.begin().orElseThrow();
        UserId late = exchange.traderWith("0");
        chain.mine(usdc(addressOf(late), "3"));
        Optional<BlockRange> next = scan.next(-1, scanning.maxBlocks());
        next.ifPresent(blocks -> scanning.read(scan, blocks));
        confirm();

        assertThat(exchange.cash(late)).isEqualTo("3");
    }

    @Test
    void five_thousand_blocks_are_caught_up_with_in_ranges_of_ten() {
        UserId user = exchange.traderWith("0");
        EvmAddress to = addressOf(user);
        run();
        chain.capRanges(10);
        for (int i = 0; i < 10; i++) {
            chain.mine(usdc(to, "1"));
            chain.mineEmpty(499);
        }

        run();

        assertThat(exchange.cash(user)).isEqualTo("10");
        assertThat(exchange.use(ReadingDeposits.class).figures().behind()).isEqualTo(11);
    }

    @Test
    void a_node_that_lags_behind_changes_nothing() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "1"));
        chain.mineEmpty(30);
        run();
        chain.lag(25);

        run();

        assertThat(exchange.use(Halts.class).open()).isEmpty();
        chain.lag(0);
        chain.mine(usdc(addressOf(user), "1"));
        confirm();
        assertThat(exchange.cash(user)).isEqualTo("2");
    }

    @Test
    void two_scans_and_a_rescan_at_once_credit_nothing_twice() {
        List<UserId> users = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            users.add(exchange.traderWith("0"));
        }
        chain.mine(users.stream().map(user -> usdc(addressOf(user), "1")).toArray(Sent[]::new));
        chain.mineEmpty(12);
        Rescan asked =
                accepted(
                        exchange.use(CorrectingDeposits.class)
                                .rescan(
                                        Call.of(OPERATOR, UUID.randomUUID(), "rescan", Map.of()),
                                        new BlockRange(0, chain.height()),
                                        "to be sure",
                                        Deadline.none()));
        ScanningDeposits scanning = exchange.use(ScanningDeposits.class);
        List<Runnable> all =
                List.of(
                        this::run,
                        this::run,
                        () -> {
                            scanning.rescans(1).forEach(scanning::readOn);
                            settle();
                        });
        Callers.each(
                all,
                work -> {
                    work.run();
                    return true;
                });

        assertThat(users).allSatisfy(user -> assertThat(exchange.cash(user)).isEqualTo("1"));
        assertThat(deposits()).hasSize(50).containsOnly("CREDITED 1");
        Rescan done =
                exchange.use(CorrectingDeposits.class).rescans(Optional.empty(), 10).getFirst();
        assertThat(done.id()).isEqualTo(asked.id());
        assertThat(done.finishedAt()).isNotNull();
    }

    @Test
    void nothing_is_credited_above_what_was_read_and_kept_as_a_checkpoint() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "1"));
        scan();
        chain.mineEmpty(20);

        settle();
        assertThat(exchange.cash(user)).isEqualTo("0");

        run();
        assertThat(exchange.cash(user)).isEqualTo("1");
    }

    @Test
    void a_reorg_below_what_was_read_halts_even_while_a_scan_is_under_way() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "1"));
        confirm();
        assertThat(exchange.cash(user)).isEqualTo("1");
        chain.mineEmpty(30);
        ScanningDeposits scanning = exchange.use(ScanningDeposits.class);
        ScanningDeposits.Scan scan = scanning.begin().orElseThrow();
        long height = chain.height();

        chain.forget(43);
        chain.mineEmpty(43);
        assertThat(chain.height()).isEqualTo(height);
        scanning.read(scan, scan.next(-1, scanning.maxBlocks()).orElseThrow());

        Halt halt = halt();
        assertThat(accepted(resolve(halt)).gone())
                .extracting(Deposit::userId)
                .containsExactly(user);
        assertThat(balance(AccountKind.LOSS)).isEqualTo("-1");
    }

    @Test
    void a_node_that_knows_the_block_and_not_its_receipts_writes_nothing_off() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "1"));
        confirm();
        chain.forgetReceipts(true);
        AfterReorg after = exchange.use(AfterReorg.class);
        KnowingChain.KnownChain known = exchange.use(KnowingChain.class).chain().orElseThrow();

        assertThatThrownBy(() -> after.look(known, -1, chain.height()))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessageContaining("not transaction");

        chain.forgetReceipts(false);
        assertThat(after.look(known, -1, chain.height()).gone()).isEmpty();
    }

    @Test
    void a_node_on_another_fork_than_what_was_read_gives_no_deposit_up() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "1"));
        chain.mineEmpty(12);
        scan();
        List<Object> read = chain.keep();
        chain.forget(13);
        chain.mineEmpty(13);

        settle();
        assertThat(deposits()).containsExactly("DETECTED 1");

        chain.restore(read);
        settle();
        assertThat(exchange.cash(user)).isEqualTo("1");
    }

    @Test
    void a_rescan_of_many_blocks_is_read_piece_by_piece() {
        chain.mineEmpty(5_000);
        for (int i = 0; i < 2; i++) {
            accepted(
                    exchange.use(CorrectingDeposits.class)
                            .rescan(
                                    Call.of(OPERATOR, UUID.randomUUID(), "rescan", Map.of()),
                                    new BlockRange(0, 4_999),
                                    "to be sure",
                                    Deadline.none()));
        }
        ScanningDeposits scanning = exchange.use(ScanningDeposits.class);
        List<Long> next = new ArrayList<>();
        Optional<Rescan> rescan = scanning.nextRescan(Optional.empty());
        while (rescan.isPresent()) {
            next.add(scanning.readOn(rescan.get()).nextBlock());
            rescan = scanning.nextRescan(rescan);
        }

        assertThat(next).containsExactly(2_000L, 4_000L, 5_000L, 2_000L, 4_000L, 5_000L);
    }

    @Test
    void the_database_lets_nobody_credit_beside_the_book() {
        UserId user = exchange.traderWith("0");
        chain.mine(usdc(addressOf(user), "1"));
        run();

        assertThatThrownBy(
                        () ->
                                database.execute(
                                        "update deposits set status = 'ORPHANED', reason = 'x',"
                                                + " closed_at = detected_at"))
                .hasStackTraceContaining("SERIALIZABLE");
        assertThat(views().getFirst().deposit().status()).isEqualTo(DepositStatus.DETECTED);
    }
}
