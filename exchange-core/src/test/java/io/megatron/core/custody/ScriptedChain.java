package io.megatron.core.custody;

import io.megatron.core.custody.chain.AuthorizationSpent;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainAddress;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.chain.GasEstimate;
import io.megatron.core.custody.chain.GasPrice;
import io.megatron.core.custody.chain.RangeRefusedException;
import io.megatron.core.custody.chain.TokenTransfer;
import io.megatron.core.custody.chain.TransactionReceipt;
import io.megatron.core.custody.chain.TransactionReceipt.Log;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A chain whose blocks the test writes: what no real one does on demand, such as a reorg of a
 * certain depth in which a transaction changes its block and its logs their indices.
 */
final class ScriptedChain implements ChainClient {
    static final EvmAddress TOKEN = address(0x70);
    private static final EvmHash TRANSFER =
            EvmHash.parse("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

    /** A transfer as it is sent. */
    record Sent(EvmAddress token, EvmAddress from, EvmAddress to, BigInteger amount) {}

    private record Transaction(EvmHash hash, List<Sent> transfers) {}

    private record Block(BlockHeader header, List<Transaction> transactions) {}

    private final List<Block> blocks = new ArrayList<>();
    private final Map<EvmAddress, BigInteger> unlogged = new HashMap<>();
    private int hashes;
    private long rangeCap = Long.MAX_VALUE;
    private long finalityDepth;
    private long hiddenBlocks;
    private int largestQuestion;
    private boolean receiptsForgotten;
    private Optional<EvmHash> failing = Optional.empty();
    private Optional<Long> misread = Optional.empty();

    ScriptedChain() {
        mine();
    }

    /** Gives this chain to a node, instead of the one behind an address. */
    void register(GenericApplicationContext context, EvmAddress token) {
        context.registerBean(
                "scriptedChain",
                ChainClient.class,
                () -> this,
                definition -> definition.setPrimary(true));
        context.registerBean(
                ChainAddress.class,
                () -> new ChainAddress(List.of(URI.create("http://localhost:1")), token));
    }

    static EvmAddress address(int number) {
        return EvmAddress.parse("%040x".formatted(number));
    }

    static Sent usdc(EvmAddress to, String amount) {
        return new Sent(
                TOKEN, address(0xa11ce), to, BigInteger.valueOf(Usdc.parse(amount).micros()));
    }

    synchronized EvmHash newHash() {
        hashes++;
        return EvmHash.parse("%064x".formatted(hashes));
    }

    /** A block with one transaction of these transfers, in which no other contract writes logs. */
    synchronized EvmHash mine(Sent... transfers) {
        EvmHash hash = newHash();
        if (transfers.length > 0) {
            append(new Transaction(hash, List.of(transfers)));
        } else {
            append();
        }
        return hash;
    }

    private void append(Transaction... transactions) {
        long number = blocks.size();
        EvmHash parent = blocks.isEmpty() ? newHash() : blocks.getLast().header().hash();
        blocks.add(
                new Block(
                        new BlockHeader(
                                number, newHash(), parent, Instant.ofEpochSecond(1000 + number)),
                        List.of(transactions)));
    }

    synchronized void mineEmpty(int count) {
        for (int i = 0; i < count; i++) {
            append();
        }
    }

    /** Takes the newest blocks off the chain. */
    synchronized void forget(int depth) {
        for (int i = 0; i < depth; i++) {
            blocks.removeLast();
        }
    }

    /** A block with a transaction that was in another one before, behind one of a stranger. */
    synchronized void mineAgain(EvmHash transaction, Sent... transfers) {
        append(
                new Transaction(newHash(), List.of(usdc(address(0xbad), "1"))),
                new Transaction(transaction, List.of(transfers)));
    }

    synchronized List<Object> keep() {
        return List.copyOf(blocks);
    }

    /** The chain as it was when it was kept. */
    synchronized void restore(List<Object> kept) {
        blocks.clear();
        kept.forEach(block -> blocks.add((Block) block));
    }

    synchronized void capRanges(long blocksAtOnce) {
        rangeCap = blocksAtOnce;
    }

    synchronized void finalizeAtDepth(long depth) {
        finalityDepth = depth;
    }

    /** The node lags behind by so many blocks. */
    synchronized void lag(long hidden) {
        hiddenBlocks = hidden;
    }

    /** The node knows blocks, and not what is in them. */
    synchronized void forgetReceipts(boolean forgotten) {
        receiptsForgotten = forgotten;
    }

    /** The node fails at the receipt of this transaction, whatever is asked for with it. */
    synchronized void failAt(Optional<EvmHash> transaction) {
        failing = transaction;
    }

    /** The next answer about this block is that of a node on another fork. */
    synchronized void misreadOnce(long number) {
        misread = Optional.of(number);
    }

    synchronized long height() {
        return blocks.size() - 1L;
    }

    synchronized int largestQuestion() {
        return largestQuestion;
    }

    @Override
    public long chainId() {
        return 31337;
    }

    @Override
    public synchronized BlockHeader head(Finality finality) {
        long depth = hiddenBlocks + (finality == Finality.FINALIZED ? finalityDepth : 0);
        return blocks.get((int) Math.max(0, height() - depth)).header();
    }

    @Override
    public synchronized Optional<BlockHeader> block(long number) {
        if (misread.filter(wrong -> wrong == number).isPresent()) {
            misread = Optional.empty();
            return Optional.of(
                    new BlockHeader(number, newHash(), newHash(), Instant.ofEpochSecond(1000)));
        }
        return number > height() - hiddenBlocks
                ? Optional.empty()
                : Optional.of(blocks.get((int) number).header());
    }

    @Override
    public synchronized List<TokenTransfer> transfersTo(
            EvmAddress token, Collection<EvmAddress> recipients, long from, long to) {
        if (to - from + 1 > rangeCap) {
            throw new RangeRefusedException("at most " + rangeCap + " blocks");
        }
        if (to > height() - hiddenBlocks) {
            throw new ChainUnavailableException("block " + to + " is not known");
        }
        largestQuestion = Math.max(largestQuestion, recipients.size());
        Set<EvmAddress> wanted = Set.copyOf(recipients);
        List<TokenTransfer> found = new ArrayList<>();
        for (long number = from; number <= to; number++) {
            for (TransactionReceipt receipt : receiptsOf(blocks.get((int) number))) {
                for (Log log : receipt.logs()) {
                    TokenTransfer transfer = transfer(receipt, log);
                    if (transfer.token().equals(token) && wanted.contains(transfer.to())) {
                        found.add(transfer);
                    }
                }
            }
        }
        return found;
    }

    private static TokenTransfer transfer(TransactionReceipt receipt, Log log) {
        return new TokenTransfer(
                log.contract(),
                EvmAddress.parse(log.topics().get(1).hex().substring(24)),
                EvmAddress.parse(log.topics().get(2).hex().substring(24)),
                new BigInteger(log.data().substring(2), 16),
                receipt.blockNumber(),
                receipt.blockHash(),
                receipt.transaction(),
                log.index());
    }

    private static List<TransactionReceipt> receiptsOf(Block block) {
        List<TransactionReceipt> receipts = new ArrayList<>();
        long index = 0;
        for (Transaction transaction : block.transactions()) {
            List<Log> logs = new ArrayList<>();
            for (Sent sent : transaction.transfers()) {
                logs.add(
                        new Log(
                                index,
                                sent.token(),
                                List.of(TRANSFER, topic(sent.from()), topic(sent.to())),
                                "0x%064x".formatted(sent.amount())));
                index++;
            }
            receipts.add(
                    new TransactionReceipt(
                            transaction.hash(),
                            block.header().number(),
                            block.header().hash(),
                            true,
                            logs));
        }
        return receipts;
    }

    private static EvmHash topic(EvmAddress address) {
        return EvmHash.parse("0".repeat(24) + address.hex());
    }

    @Override
    public synchronized Map<EvmHash, TransactionReceipt> receipts(
            Collection<EvmHash> transactions) {
        Set<EvmHash> wanted = Set.copyOf(transactions);
        if (failing.filter(wanted::contains).isPresent()) {
            throw new ChainUnavailableException("no receipt of " + failing.orElseThrow());
        }
        Map<EvmHash, TransactionReceipt> found = new HashMap<>();
        if (receiptsForgotten) {
            return found;
        }
        for (Block block : blocks) {
            for (TransactionReceipt receipt : receiptsOf(block)) {
                if (wanted.contains(receipt.transaction())) {
                    found.put(receipt.transaction(), receipt);
                }
            }
        }
        return found;
    }

    @Override
    public List<AuthorizationSpent> authorizationsSpent(
            EvmAddress token, Collection<EvmAddress> authorizers, long from, long to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void confirm(EvmAddress token, AuthorizationSpent spent) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Usdc balance(EvmAddress token, EvmAddress holder, long block) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized Map<EvmAddress, Usdc> balances(
            EvmAddress token, Collection<EvmAddress> holders, long block) {
        if (block > height() - hiddenBlocks) {
            throw new ChainUnavailableException("block " + block + " is not known");
        }
        Map<EvmAddress, BigInteger> balances = new HashMap<>(unlogged);
        blocks.subList(0, (int) block + 1).stream()
                .flatMap(each -> each.transactions().stream())
                .flatMap(transaction -> transaction.transfers().stream())
                .filter(sent -> sent.token().equals(token))
                .forEach(
                        sent -> {
                            balances.merge(sent.to(), sent.amount(), BigInteger::add);
                            balances.merge(sent.from(), sent.amount().negate(), BigInteger::add);
                        });
        balances.keySet().retainAll(Set.copyOf(holders));
        return balances.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, held -> usdc(held.getValue())));
    }

    private static Usdc usdc(BigInteger units) {
        try {
            return Usdc.ofMicros(units.longValueExact());
        } catch (ArithmeticException tooMuch) {
            throw new ChainUnavailableException(units + " units are no balance of USDC");
        }
    }

    /** Gives an address units of the token that no log tells of. */
    synchronized void hold(EvmAddress holder, long units) {
        unlogged.put(holder, BigInteger.valueOf(units));
    }

    @Override
    public Set<AuthorizationKey> spentBy(
            EvmAddress token, Collection<AuthorizationKey> authorizations, BlockHeader block) {
        return Set.of();
    }

    @Override
    public boolean isPaused(EvmAddress token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isBlacklisted(EvmAddress token, EvmAddress address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BigInteger gasBalance(EvmAddress address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transactionCount(EvmAddress account) {
        throw new UnsupportedOperationException();
    }

    @Override
    public GasPrice gasPrice() {
        throw new UnsupportedOperationException();
    }

    @Override
    public GasEstimate estimateGas(EvmAddress from, EvmAddress to, byte[] data) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer send(byte[] signedTransaction) {
        throw new UnsupportedOperationException();
    }
}
