package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.DEEP;
import static io.megatron.core.custody.CustodyInstallation.FINAL;
import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.megatron.core.Outcome;
import io.megatron.core.custody.RequestingWithdrawals.Payment;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.chain.RangeRefusedException;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.FaultyNode;
import io.megatron.curve.money.Usdc;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.Withdrawal;
import io.megatron.mapper.custody.WithdrawalStatus;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ids.WithdrawalId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Users, a chain, a node that fails and processes that are killed, all by one seed. */
final class CustodyCampaign implements AutoCloseable {
    /** How many kinds of steps there are. */
    static final int KINDS = 27;

    private static final int KINDS_OF_ONE_NODE = 25;
    private static final int USERS = 4;
    private static final int RECIPIENTS = 3;
    private static final String HIGH_FEE = "0x4a817c800";
    private static final int ROUNDS = 40;
    private static final long CENT = 10_000;
    private static final long SOME_MINUTES = 240;
    private static final int LATEST_MILLIS = 1_500;

    private final RandomGenerator random;
    private final long seed;
    private final int kinds;
    private final CustodyInstallation installation = CustodyInstallation.start("campaign");
    private final DevChain chain = installation.chain();
    private final FaultyNode node = installation.node();
    private final CampaignNodes nodes = new CampaignNodes(chain, node);
    private Exchange exchange;
    private boolean astray;
    private final List<UserId> users = new ArrayList<>();
    private final List<WithdrawalId> withdrawals = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    /**
     * @param kinds of steps: fewer repeat what a seed was when it was kept
     */
    CustodyCampaign(long seed, int kinds) {
        this.seed = seed;
        this.kinds = kinds;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        exchange = open();
        for (int i = 0; i < USERS; i++) {
            UserId user = exchange.traderWith("0");
            users.add(user);
            chain.mint(addressOf(user), 100 * 100 * CENT);
        }
        DepositRuns.run(exchange);
        WithdrawalRuns.run(exchange);
        chain.mine(DEEP);
    }

    private Exchange open() {
        return installation.openWith(
                kinds > KINDS_OF_ONE_NODE ? nodes.urls() : List.of(node.url()),
                "megatron.chain.call-timeout=1s",
                "megatron.withdrawals.validity=10m",
                "megatron.withdrawals.replace-after=0s",
                "megatron.withdrawals.max-in-flight=8",
                "megatron.withdrawals.sweep-minimum=0.01");
    }

    private String addressOf(UserId user) {
        return CustodyInstallation.addressOf(exchange, user);
    }

    private static String recipient(int index) {
        return "0x00000000000000000000000000000000000ca%03d".formatted(index);
    }

    private static List<String> recipients() {
        return IntStream.range(0, RECIPIENTS).mapToObj(CustodyCampaign::recipient).toList();
    }

    /** So many steps, each by chance. */
    void play(int steps) {
        for (int step = 0; step < steps; step++) {
            if (astray) {
                tell("resolve", this::resolve);
            }
            switch (random.nextInt(kinds)) {
                case 0, 1 -> tell("deposit", () -> chain.mint(someAddress(), someCents(2_000)));
                case 2, 3, 4 -> tell("request", this::request);
                case 5 -> tell("cancel", this::cancel);
                case 6, 7 -> tell("blocks", () -> chain.mine(1 + random.nextInt(5)));
                case 8 -> tell("reorg", this::reorg);
                case 9 -> tell("busy", () -> node.refuse(1 + random.nextInt(2)));
                case 10 -> tell("silent", () -> node.dropAfterForwarding(1));
                case 11 -> tell("lag", () -> node.lagBehind(random.nextInt(4)));
                case 12 -> tell("forget", () -> node.forgetLogs(random.nextBoolean()));
                case 13 -> tell("cap", () -> node.capRanges(1 + random.nextInt(20)));
                case 14 -> tell("kill", this::kill);
                case 15 -> tell("time", () -> chain.ask("evm_increaseTime", SOME_MINUTES));
                case 16 -> tell("blacklist", () -> blacklist(random.nextBoolean()));
                case 17 -> tell("nonce", this::takeNonce);
                case 18 -> tell("sweeps", () -> WithdrawalRuns.sweep(exchange));
                case 19 -> tell("deposits", () -> DepositRuns.run(exchange));
                case 20 -> tell("fees", this::spike);
                case 21 -> tell("late", this::late);
                case 25 -> tell("flip", this::flip);
                case 26 -> tell("slow", this::slow);
                default -> tell("withdrawals", () -> WithdrawalRuns.run(exchange));
            }
        }
    }

    /** What fails because of the node only delays; the next run of a job goes on. */
    private void tell(String what, Runnable step) {
        told.add(what);
        try {
            step.run();
        } catch (ChainUnavailableException | RangeRefusedException fault) {
            told.add("(no answer)");
        }
    }

    private String someAddress() {
        return addressOf(users.get(random.nextInt(USERS)));
    }

    private long someCents(int most) {
        return CENT * (1 + random.nextInt(most));
    }

    private void request() {
        UserId user = users.get(random.nextInt(USERS));
        Usdc amount = Usdc.ofMicros(100 * CENT + someCents(1_500));
        EvmAddress to = EvmAddress.parse(recipient(random.nextInt(RECIPIENTS)));
        if (exchange.use(RequestingWithdrawals.class)
                        .request(
                                Exchange.userCall(user, "withdraw", to + " " + amount),
                                user,
                                new Payment(to, amount, null),
                                Submitting.TO_TAKE_EFFECT,
                                Deadline.none())
                instanceof Outcome.Accepted<Withdrawal>(Withdrawal asked, boolean _)) {
            withdrawals.add(asked.id());
        }
    }

    private void cancel() {
        if (withdrawals.isEmpty()) {
            return;
        }
        WithdrawalId id = withdrawals.get(random.nextInt(withdrawals.size()));
        UserId owner = Objects.requireNonNull(find(id).userId());
        exchange.use(RequestingWithdrawals.class)
                .cancel(
                        Exchange.userCall(owner, "cancel", id.toString()),
                        owner,
                        id,
                        Submitting.TO_TAKE_EFFECT,
                        Deadline.none());
    }

    private Withdrawal find(WithdrawalId id) {
        return exchange.use(ReadingWithdrawals.class).find(id).orElseThrow().withdrawal();
    }

    /** Of blocks that are not final; what was in them is gone from the chain and from nodes. */
    private void reorg() {
        chain.ask("anvil_reorg", 1 + random.nextInt(2), List.of());
        if (random.nextBoolean()) {
            chain.ask("anvil_dropAllTransactions");
        }
        chain.mine(1);
    }

    private void kill() {
        exchange.close();
        exchange = open();
    }

    private void blacklist(boolean on) {
        String recipient = recipient(random.nextInt(RECIPIENTS));
        if (on) {
            installation.tokenOwner().blacklist(recipient);
        } else {
            installation.tokenOwner().unBlacklist(recipient);
        }
    }

    /** What is signed pays too little for some blocks. */
    private void spike() {
        chain.ask("anvil_setNextBlockBaseFeePerGas", HIGH_FEE);
        chain.mine(1);
    }

    /** Something is signed, and finds no place in a block until its time is nearly over. */
    private void late() {
        WithdrawalRuns.sign(exchange);
        WithdrawalRuns.submit(exchange);
        spike();
        chain.ask("evm_increaseTime", SOME_MINUTES + random.nextInt((int) SOME_MINUTES));
        chain.mine(FINAL);
        WithdrawalRuns.follow(exchange);
        if (random.nextBoolean()) {
            WithdrawalRuns.send(exchange);
        }
    }

    /** Some answers come late, and some of them too late. */
    private void slow() {
        node.answerLate(1 + random.nextInt(3), Duration.ofMillis(random.nextInt(LATEST_MILLIS)));
    }

    /** Providers are configured in another order, or a job runs while one is on another chain. */
    private void flip() {
        int which = random.nextInt(3);
        if (which == 2) {
            nodes.turn();
            kill();
            return;
        }
        astray = true;
        nodes.leadAstray(which, someAddress(), someCents(2_000));
        try {
            runSomeJob();
        } finally {
            nodes.leadBack();
        }
    }

    private void runSomeJob() {
        switch (random.nextInt(3)) {
            case 0 -> DepositRuns.run(exchange);
            case 1 -> WithdrawalRuns.run(exchange);
            default -> WithdrawalRuns.sweep(exchange);
        }
    }

    /** An operator has seen that a provider was on another chain. No other halt is resolved. */
    private void resolve() {
        exchange.use(Halts.class)
                .open()
                .ifPresent(
                        halt ->
                                accepted(
                                        exchange.use(HaltingCustody.class)
                                                .resolve(
                                                        Exchange.adminCall("resolve"),
                                                        halt.id(),
                                                        "a provider was on another chain",
                                                        Deadline.none())));
        astray = false;
    }

    private void takeNonce() {
        String submitter = installation.keystore().submitter(0).address().toString();
        chain.ask("anvil_impersonateAccount", submitter);
        chain.ask(
                "eth_sendTransaction",
                Map.of("from", submitter, "to", chain.owner(), "value", "0x1"));
    }

    /** All is well again, and jobs run until nothing waits. */
    void heal() {
        node.refuse(0);
        node.dropAfterForwarding(0);
        node.lagBehind(0);
        node.forgetLogs(false);
        node.capRanges(Long.MAX_VALUE);
        node.answerLate(0, Duration.ZERO);
        if (astray) {
            resolve();
        }
        recipients().forEach(installation.tokenOwner()::unBlacklist);
        chain.mine(DEEP);
        rescan();
        for (int round = 0; round < ROUNDS && isSomethingOpen(); round++) {
            chain.ask("evm_increaseTime", SOME_MINUTES);
            chain.mine(DEEP);
            tell("heal", this::runAll);
        }
        chain.mine(DEEP);
        runAll();
    }

    private void runAll() {
        DepositRuns.run(exchange);
        WithdrawalRuns.run(exchange);
        WithdrawalRuns.sweep(exchange);
        WithdrawalRuns.send(exchange);
    }

    /** What a node had forgotten for longer than the scan looks back. */
    private void rescan() {
        long head = exchange.use(ChainClient.class).head(ChainClient.Finality.LATEST).number();
        accepted(
                exchange.use(CorrectingDeposits.class)
                        .rescan(
                                Exchange.adminCall("rescan"),
                                new BlockRange(0, head),
                                "the node had forgotten",
                                Deadline.none()));
        ScanningDeposits scanning = exchange.use(ScanningDeposits.class);
        scanning.rescans(1).forEach(scanning::readOn);
    }

    private boolean isSomethingOpen() {
        return !installation
                .database()
                .value(
                        "select (select count(*) from authorizations"
                                + " where status not in ('SETTLED', 'VOID'))"
                                + " + (select count(*) from withdrawals where closed_at is null)"
                                + " + (select count(*) from deposits where status = 'DETECTED')")
                .equals("0");
    }

    /** What became of withdrawals and sweeps, and how often custody halted, for people. */
    String summary() {
        return installation
                .database()
                .value(
                        "select string_agg(what, ', ' order by what) from (select status || ' ' ||"
                            + " count(*) as what from withdrawals group by status union all select"
                            + " 'sweeps ' || count(*) from authorizations where purpose = 'SWEEP'"
                            + " union all select 'halts ' || count(*) from halts union all select"
                            + " 'transactions ' || count(*) || ', of which replacements ' ||"
                            + " count(*) filter (where replacement > 0) from submissions) counted");
    }

    void requireEverythingInItsPlace() {
        String story = "-Dmegatron.seed=" + seed + " " + told;
        assertThat(exchange.use(Halts.class).open()).as(story).isEmpty();
        Map<String, Usdc> paid = new HashMap<>();
        for (WithdrawalId id : withdrawals) {
            Withdrawal ended = find(id);
            assertThat(ended.status())
                    .as(story)
                    .isIn(
                            WithdrawalStatus.SETTLED,
                            WithdrawalStatus.REFUNDED,
                            WithdrawalStatus.REJECTED,
                            WithdrawalStatus.CANCELLED);
            if (ended.status() == WithdrawalStatus.SETTLED) {
                paid.merge(ended.destination().toString(), ended.amount(), Usdc::plus);
            }
        }
        assertThat(held())
                .as(story)
                .isEqualTo(
                        recipients().stream()
                                .collect(
                                        Collectors.toMap(
                                                each -> each,
                                                each -> paid.getOrDefault(each, Usdc.ZERO))));
        Reserves proof = accepted(exchange.use(ProvingReserves.class).prove());
        assertThat(proof.unexplained()).as(story).isEqualTo(Usdc.ZERO);
        assertThat(proof.isCovered()).as(story).isTrue();
        exchange.reconciles();
    }

    private Map<String, Usdc> held() {
        ChainClient client = exchange.use(ChainClient.class);
        long head = client.head(ChainClient.Finality.LATEST).number();
        return client
                .balances(
                        EvmAddress.parse(chain.token()),
                        recipients().stream().map(EvmAddress::parse).toList(),
                        head)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(held -> held.getKey().toString(), Map.Entry::getValue));
    }

    @Override
    public void close() {
        exchange.close();
        nodes.close();
        installation.close();
    }
}
