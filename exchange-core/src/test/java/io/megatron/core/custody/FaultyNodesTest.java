package io.megatron.core.custody;

import static io.megatron.core.custody.CustodyInstallation.DEEP;
import static io.megatron.core.custody.CustodyInstallation.USDC;
import static io.megatron.core.custody.CustodyInstallation.addressOf;
import static io.megatron.core.testing.Exchange.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.testing.Exchange;
import io.megatron.core.testing.FaultyNode;
import io.megatron.devservices.ChainPace;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.custody.Halt;
import io.megatron.mapper.custody.HaltCause;
import io.megatron.mapper.ids.UserId;
import java.net.URI;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deposits on a real chain, through a node that does what providers do. */
@Timeout(120)
class FaultyNodesTest {
    private static final long SEED = Long.getLong("megatron.seed", 20_261_123);

    private CustodyInstallation installation;
    private DevChain chain;
    private FaultyNode node;
    private Exchange exchange;
    private UserId user;
    private String address;

    @BeforeEach
    void start() {
        installation = CustodyInstallation.start("faulty_nodes");
        chain = installation.chain();
        node = installation.node();
        exchange = installation.open();
        user = exchange.traderWith("0");
        address = addressOf(exchange, user);
        DepositRuns.run(exchange);
    }

    @AfterEach
    void stop() {
        exchange.reconciles();
        exchange.close();
        installation.close();
    }

    private String cash() {
        return exchange.cash(user);
    }

    @Test
    void ranges_of_ten_blocks_are_caught_up_with_by_one_run() {
        node.capRanges(10);
        chain.mine(100);
        chain.mint(address, USDC);
        chain.mine(400);

        DepositRuns.run(exchange);

        assertThat(cash()).isEqualTo("1");
    }

    @Test
    void logs_that_a_node_forgot_for_a_while_are_seen_by_the_next_run() {
        chain.mint(address, USDC);
        node.forgetLogs(true);
        DepositRuns.run(exchange);
        chain.mine(DEEP - 4);
        DepositRuns.run(exchange);
        node.forgetLogs(false);
        chain.mine(4);

        DepositRuns.run(exchange);

        assertThat(cash()).isEqualTo("1");
    }

    @Test
    void logs_that_a_node_forgot_for_too_long_are_found_by_a_rescan_and_credited_once() {
        node.forgetLogs(true);
        chain.mint(address, USDC);
        chain.mine(2 * DEEP);
        DepositRuns.run(exchange);
        node.forgetLogs(false);
        DepositRuns.run(exchange);
        assertThat(cash()).isEqualTo("0");

        for (int i = 0; i < 2; i++) {
            rescan();
            DepositRuns.run(exchange);
            assertThat(cash()).isEqualTo("1");
        }
    }

    private void rescan() {
        accepted(
                exchange.use(CorrectingDeposits.class)
                        .rescan(
                                Exchange.adminCall("rescan"),
                                new BlockRange(0, 2 * DEEP),
                                "the node had forgotten",
                                Deadline.none()));
        ScanningDeposits scanning = exchange.use(ScanningDeposits.class);
        scanning.rescans(1).forEach(scanning::readOn);
    }

    @Test
    void a_node_that_lags_behind_only_delays() {
        chain.mint(address, USDC);
        chain.mine(DEEP);
        node.lagBehind(DEEP);
        DepositRuns.run(exchange);
        assertThat(cash()).isEqualTo("0");

        node.lagBehind(0);
        DepositRuns.run(exchange);

        assertThat(cash()).isEqualTo("1");
    }

    @Test
    void a_node_that_is_busy_or_goes_silent_only_delays() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        System.out.println("faulty node: -Dmegatron.seed=" + SEED);
        int paid = 0;
        for (int round = 0; round < 12; round++) {
            chain.mint(address, USDC);
            paid++;
            chain.mine(random.nextInt(DEEP));
            node.refuse(random.nextInt(3));
            node.dropAfterForwarding(random.nextInt(3));
            runThrough();
        }
        chain.mine(DEEP);
        runThrough();

        assertThat(cash()).isEqualTo(Integer.toString(paid));
    }

    /** Runs until one run gets an answer to all it asks, as the job does. */
    private void runThrough() {
        for (int attempt = 0; ; attempt++) {
            try {
                DepositRuns.run(exchange);
                return;
            } catch (ChainUnavailableException again) {
                assertThat(attempt).isLessThan(20);
            }
        }
    }

    @Test
    void a_slow_node_is_waited_for_and_one_that_is_too_slow_has_not_answered() {
        exchange.close();
        exchange = installation.open("megatron.chain.call-timeout=1s");
        chain.mint(address, USDC);
        chain.mine(DEEP);
        node.delay(Duration.ofMillis(1_500));
        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(() -> DepositRuns.run(exchange));
        assertThat(cash()).isEqualTo("0");

        node.delay(Duration.ofMillis(100));
        DepositRuns.run(exchange);

        assertThat(cash()).isEqualTo("1");
        node.delay(Duration.ZERO);
    }

    @Test
    void an_answer_that_never_comes_is_no_answer() {
        node.dropAfterForwarding(1);

        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(() -> DepositRuns.run(exchange));
        assertThat(node.requests()).isPositive();
    }

    @Test
    void another_node_on_another_chain_of_blocks_credits_nothing() {
        chain.mint(address, USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        assertThat(cash()).isEqualTo("1");
        try (DevChain other = DevChain.startTemporary(ChainPace.INSTANT)) {
            other.mint(address, 7 * USDC);
            node.flipTo(other.url());
            DepositRuns.run(exchange);
            assertThat(exchange.use(Halts.class).open()).isEmpty();
            other.mine(4 * DEEP);

            DepositRuns.run(exchange);

            assertThat(exchange.use(Halts.class).open()).isPresent();
            assertThat(cash()).isEqualTo("1");
        }
    }

    @Test
    void nodes_that_contradict_each_other_halt_everything_until_an_operator_has_looked() {
        exchange.close();
        exchange = installation.openWith(node.url(), chain.url());
        try (DevChain fork = DevChain.startTemporary(ChainPace.INSTANT)) {
            fork.mint(address, 7 * USDC);
            fork.mine(DEEP);
            chain.mint(address, USDC);
            chain.mine(2 * DEEP);
            node.flipTo(fork.url());

            DepositRuns.run(exchange);
            DepositRuns.run(exchange);

            Halt halt = exchange.use(Halts.class).open().orElseThrow();
            assertThat(halt.cause()).isEqualTo(HaltCause.PROVIDERS_DISAGREE);
            assertThat(halt.message()).contains(authority(node.url()), authority(chain.url()));
            assertThat(cash()).isEqualTo("0");
            assertThat(exchange.use(PaymentConditions.class).off()).isPresent();

            node.flipTo(chain.url());
            DepositRuns.run(exchange);
            assertThat(cash()).isEqualTo("0");
            accepted(
                    exchange.use(HaltingCustody.class)
                            .resolve(
                                    Exchange.adminCall("resolve"),
                                    halt.id(),
                                    "the first node was on another chain of blocks",
                                    Deadline.none()));
            DepositRuns.run(exchange);
        }

        assertThat(exchange.use(Halts.class).open()).isEmpty();
        assertThat(cash()).isEqualTo("1");
    }

    private static String authority(String url) {
        return URI.create(url).getAuthority();
    }

    @Test
    void a_witness_that_lags_or_is_silent_says_nothing_against_the_first_node() {
        exchange.close();
        exchange = installation.openWith(chain.url(), node.url());
        node.lagBehind(2L * DEEP);
        chain.mint(address, USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);
        assertThat(cash()).isEqualTo("1");

        node.lagBehind(0);
        node.refuse(1_000);
        chain.mint(address, USDC);
        chain.mine(DEEP);
        DepositRuns.run(exchange);

        assertThat(cash()).isEqualTo("2");
    }
}
