package io.megatron.core.custody.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.megatron.core.custody.chain.ChainClient.Acceptance;
import io.megatron.core.custody.chain.ChainClient.Finality;
import io.megatron.core.custody.chain.internal.Web3jChainClient;
import io.megatron.core.testing.FaultyNode;
import io.megatron.core.testing.TokenOwner;
import io.megatron.curve.money.Usdc;
import io.megatron.devservices.ChainPace;
import io.megatron.devservices.DevChain;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

/** The client against a real chain. */
@Timeout(60)
class Web3jChainClientTest {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);

    private static DevChain chain;
    private static ChainClient client;
    private static EvmAddress token;

    private static int addresses;

    @BeforeAll
    static void start() {
        chain = DevChain.startTemporary(ChainPace.INSTANT);
        client = client(chain.url());
        token = EvmAddress.parse(chain.token());
    }

    @AfterAll
    static void stop() {
        chain.close();
    }

    private static ChainClient client(String... urls) {
        return new Web3jChainClient(
                List.of(urls).stream().map(URI::create).toList(), Duration.ofSeconds(5));
    }

    /** An address that no other test has. */
    private static EvmAddress somebody() {
        addresses++;
        return EvmAddress.parse("%040x".formatted(0xa000 + addresses));
    }

    @Test
    void heads_and_blocks_are_chained() {
        chain.mine(5);

        BlockHeader latest = client.head(Finality.LATEST);
        BlockHeader finalized = client.head(Finality.FINALIZED);

        assertThat(client.chainId()).isEqualTo(DevChain.CHAIN_ID);
        assertThat(finalized.number()).isEqualTo(latest.number() - 2);
        assertThat(client.block(latest.number())).contains(latest);
        assertThat(client.block(latest.number() - 1).map(BlockHeader::hash))
                .contains(latest.parent());
        assertThat(client.block(latest.number() + 1)).isEmpty();
    }

    @Test
    void transfers_are_found_by_their_recipients_in_order() {
        EvmAddress first = somebody();
        EvmAddress second = somebody();
        long from = client.head(Finality.LATEST).number() + 1;
        chain.mint(first.toString(), 1_000_000);
        chain.mint(somebody().toString(), 7);
        String last = chain.mint(second.toString(), 2_500_000);
        long to = client.head(Finality.LATEST).number();

        List<TokenTransfer> found = client.transfersTo(token, List.of(second, first), from, to);

        assertThat(found).extracting(TokenTransfer::to).containsExactly(first, second);
        assertThat(found)
                .extracting(TokenTransfer::amount)
                .containsExactly(BigInteger.valueOf(1_000_000), BigInteger.valueOf(2_500_000));
        TokenTransfer transfer = found.getLast();
        assertThat(transfer.transaction()).isEqualTo(EvmHash.parse(last));
        assertThat(client.block(transfer.blockNumber()).map(BlockHeader::hash))
                .contains(transfer.blockHash());
    }

    @Test
    void many_recipients_are_asked_for_in_pieces() {
        List<EvmAddress> many =
                new ArrayList<>(IntStream.range(0, 2_500).mapToObj(i -> somebody()).toList());
        chain.mint(many.getLast().toString(), 5);
        chain.mint(many.getFirst().toString(), 6);
        long head = client.head(Finality.LATEST).number();

        assertThat(client.transfersTo(token, many, head - 1, head))
                .extracting(TokenTransfer::to)
                .containsExactly(many.getLast(), many.getFirst());
        assertThat(client.balances(token, many.subList(2_300, 2_500), head))
                .hasSize(200)
                .containsEntry(many.getLast(), Usdc.ofMicros(5))
                .containsEntry(many.get(2_400), Usdc.ZERO);
    }

    @Test
    void a_range_that_the_node_does_not_know_yet_is_no_empty_one() {
        long head = client.head(Finality.LATEST).number();

        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(() -> client.transfersTo(token, List.of(somebody()), head, head + 1))
                .withMessageContaining("block");
    }

    @Test
    void a_receipt_has_all_logs_and_a_pending_transaction_has_none() {
        String minted = chain.mint(somebody().toString(), 3);
        EvmHash unknown = EvmHash.parse("%064x".formatted(1));

        Map<EvmHash, TransactionReceipt> receipts =
                client.receipts(List.of(EvmHash.parse(minted), unknown));

        assertThat(receipts).containsOnlyKeys(EvmHash.parse(minted));
        TransactionReceipt receipt = receipts.values().iterator().next();
        assertThat(receipt.succeeded()).isTrue();
        assertThat(receipt.logs())
                .singleElement()
                .satisfies(log -> assertThat(log.contract()).isEqualTo(token));
    }

    @Test
    void a_balance_is_that_at_the_end_of_a_block() {
        EvmAddress holder = somebody();
        chain.mint(holder.toString(), 4);
        long before = client.head(Finality.LATEST).number();
        chain.mint(holder.toString(), 5);

        assertThat(client.balance(token, holder, before)).isEqualTo(Usdc.ofMicros(4));
        assertThat(client.balance(token, holder, before + 1)).isEqualTo(Usdc.ofMicros(9));
    }

    @Test
    void what_is_no_token_has_no_balance() {
        long head = client.head(Finality.LATEST).number();

        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(() -> client.balance(somebody(), somebody(), head));
    }

    @Test
    void a_pause_and_a_blacklist_are_seen() {
        EvmAddress bad = somebody();
        assertThat(client.isPaused(token)).isFalse();
        TokenOwner owner = new TokenOwner(chain);
        owner.pause();
        assertThat(client.isPaused(token)).isTrue();
        owner.unpause();
        assertThat(client.isPaused(token)).isFalse();

        owner.blacklist(bad.toString());
        assertThat(client.isBlacklisted(token, bad)).isTrue();
        assertThat(client.isBlacklisted(token, somebody())).isFalse();
    }

    @Test
    void a_transaction_is_taken_once_and_its_nonce_is_then_used() {
        Credentials sender = Credentials.create("0x" + "11".repeat(32));
        EvmAddress account = EvmAddress.parse(sender.getAddress());
        assertThat(client.send(signed(sender, 0, GWEI.multiply(BigInteger.TEN))).acceptance())
                .isEqualTo(Acceptance.NO_GAS_MONEY);
        chain.fundGas(sender.getAddress(), ETHER);
        assertThat(client.gasBalance(account)).isEqualTo(ETHER);

        byte[] transaction = signed(sender, 0, GWEI.multiply(BigInteger.TEN));
        assertThat(client.send(transaction).acceptance()).isEqualTo(Acceptance.TAKEN);
        chain.mine(1);

        assertThat(client.transactionCount(account)).isEqualTo(1);
        assertThat(client.send(transaction).acceptance())
                .isIn(Acceptance.TAKEN, Acceptance.NONCE_USED);
        assertThat(client.send(signed(sender, 0, GWEI.multiply(BigInteger.TWO))).acceptance())
                .isEqualTo(Acceptance.NONCE_USED);
        assertThat(client.send(signed(sender, 1, BigInteger.ONE)).acceptance())
                .isEqualTo(Acceptance.UNDERPRICED);
    }

    private static byte[] signed(Credentials sender, long nonce, BigInteger maxFee) {
        return TransactionEncoder.signMessage(
                RawTransaction.createTransaction(
                        DevChain.CHAIN_ID,
                        BigInteger.valueOf(nonce),
                        BigInteger.valueOf(21_000),
                        sender.getAddress(),
                        BigInteger.ONE,
                        "",
                        BigInteger.ONE,
                        maxFee),
                sender);
    }

    @Test
    void a_call_that_would_fail_says_why() {
        byte[] call = new TokenOwner(chain).callToPause();

        GasEstimate stranger = client.estimateGas(somebody(), token, call);
        GasEstimate owner = client.estimateGas(EvmAddress.parse(chain.owner()), token, call);

        assertThat(stranger.failure()).contains("caller is not the owner");
        assertThat(owner.failure()).isNull();
        assertThat(owner.gas()).isPositive();
        assertThat(client.gasPrice().baseFee()).isNotNegative();
    }

    @Test
    void a_node_that_does_not_answer_is_named_without_its_address() {
        ChainClient nobody = client("http://127.0.0.1:1/secret-key");

        assertThatExceptionOfType(ChainUnavailableException.class)
                .isThrownBy(() -> nobody.head(Finality.LATEST))
                .withMessageContaining("127.0.0.1")
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("secret-key"));
    }

    @Test
    void what_a_node_that_refuses_says_is_not_passed_on() throws IOException {
        HttpServer proxy =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext(
                "/",
                exchange -> {
                    byte[] body = ("denied: " + exchange.getRequestURI()).getBytes(UTF_8);
                    exchange.sendResponseHeaders(403, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        proxy.start();
        ChainClient refused =
                client("http://127.0.0.1:%d/secret-key".formatted(proxy.getAddress().getPort()));
        StringWriter told = new StringWriter();
        try {
            assertThatExceptionOfType(ChainUnavailableException.class)
                    .isThrownBy(() -> refused.head(Finality.LATEST))
                    .withMessageContaining("HTTP 403")
                    .satisfies(failure -> failure.printStackTrace(new PrintWriter(told)));
        } finally {
            proxy.stop(0);
        }
        assertThat(told.toString()).doesNotContain("secret-key").doesNotContain("denied");
    }

    @Test
    void a_node_that_has_not_come_so_far_is_not_one_that_wants_a_smaller_range() {
        chain.mine(1);
        long head = client.head(Finality.LATEST).number();
        try (FaultyNode node = new FaultyNode(chain.url())) {
            node.refuseBeyondHead(true);
            ChainClient lagging = client(node.url());

            assertThatExceptionOfType(ChainUnavailableException.class)
                    .isThrownBy(
                            () -> lagging.transfersTo(token, List.of(somebody()), head, head + 1));
            assertThat(lagging.transfersTo(token, List.of(somebody()), head, head)).isEmpty();
        }
    }

    @Test
    void answers_in_another_order_are_no_answers() {
        EvmHash first = EvmHash.parse(chain.mint(somebody().toString(), 1));
        EvmHash second = EvmHash.parse(chain.mint(somebody().toString(), 2));
        try (FaultyNode node = new FaultyNode(chain.url())) {
            ChainClient reordering = client(node.url());
            assertThat(reordering.receipts(List.of(first, second))).hasSize(2);
            node.reorder(true);

            assertThatExceptionOfType(ChainUnavailableException.class)
                    .isThrownBy(() -> reordering.receipts(List.of(first, second)))
                    .withMessageContaining("order");
        }
    }

    @Test
    void nodes_that_contradict_each_other_about_a_final_block_are_noticed() {
        try (DevChain other = DevChain.startTemporary(ChainPace.INSTANT)) {
            chain.mine(3);
            other.mine(Math.toIntExact(client.head(Finality.LATEST).number()));
            ChainClient both = client(chain.url(), other.url());

            assertThat(both.head(Finality.LATEST)).isEqualTo(client.head(Finality.LATEST));
            assertThatExceptionOfType(ProvidersDisagreeException.class)
                    .isThrownBy(() -> both.head(Finality.FINALIZED))
                    .satisfies(
                            failure ->
                                    assertThat(failure.blockNumber())
                                            .isEqualTo(client.head(Finality.FINALIZED).number()));
        }
        // A witness that is silent or lags behind says nothing.
        assertThat(client(chain.url(), "http://127.0.0.1:1").head(Finality.FINALIZED))
                .isEqualTo(client.head(Finality.FINALIZED));
    }
}
