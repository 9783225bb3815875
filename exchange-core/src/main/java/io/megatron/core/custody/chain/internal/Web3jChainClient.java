package io.megatron.core.custody.chain.internal;

import io.megatron.core.custody.chain.AuthorizationSpent;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.chain.GasEstimate;
import io.megatron.core.custody.chain.GasPrice;
import io.megatron.core.custody.chain.ProvidersDisagreeException;
import io.megatron.core.custody.chain.RangeRefusedException;
import io.megatron.core.custody.chain.TokenTransfer;
import io.megatron.core.custody.chain.TransactionReceipt;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthEstimateGas;
import org.web3j.protocol.core.methods.response.EthGetTransactionReceipt;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.EthMaxPriorityFeePerGas;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.utils.Numeric;

/**
 * The chain over JSON-RPC, by web3j. The first node is the one that is asked; what it calls final
 * is compared with the others, if there are any.
 */
public final class Web3jChainClient implements ChainClient {
    private static final int REQUESTS_TOGETHER = 100;
    private static final int RECIPIENTS_TOGETHER = 1000;
    private static final int TRANSFER_TOPICS = 3;
    private static final int ADDRESS_DIGITS = 40;
    private static final int WORD_DIGITS = 64;
    private static final String NO_SENDER = EvmAddress.ZERO.toString();

    private final RpcNode node;
    private final List<RpcNode> witnesses;

    /**
     * A client of one or more nodes of the same chain.
     *
     * @param timeout after which a node has not answered
     */
    public Web3jChainClient(List<URI> addresses, Duration timeout) {
        List<RpcNode> nodes =
                addresses.stream().map(address -> new RpcNode(address, timeout)).toList();
        node = nodes.getFirst();
        witnesses = nodes.subList(1, nodes.size());
    }

    @Override
    public long chainId() {
        return result(
                node.ask(node.calls().ethChainId()),
                "eth_chainId",
                answer -> answer.getChainId().longValueExact());
    }

    @Override
    public BlockHeader head(Finality finality) {
        DefaultBlockParameterName name =
                finality == Finality.FINALIZED
                        ? DefaultBlockParameterName.FINALIZED
                        : DefaultBlockParameterName.LATEST;
        BlockHeader head =
                header(node, name)
                        .orElseThrow(
                                () ->
                                        new ChainUnavailableException(
                                                node + " has no " + name.getValue() + " block"));
        if (finality == Finality.FINALIZED) {
            witnesses.forEach(witness -> compare(head, witness));
        }
        return head;
    }

    /** A witness that does not answer, or has not come so far, says nothing against the head. */
    private void compare(BlockHeader head, RpcNode witness) {
        Optional<BlockHeader> seen;
        try {
            seen = header(witness, number(head.number()));
        } catch (ChainUnavailableException silent) {
            return;
        }
        if (seen.isPresent() && !seen.get().hash().equals(head.hash())) {
            throw new ProvidersDisagreeException(
                    head.number(),
                    "block %d is final with hash %s for %s and %s for %s"
                            .formatted(
                                    head.number(), head.hash(), node, seen.get().hash(), witness));
        }
    }

    @Override
    public Optional<BlockHeader> block(long number) {
        return header(node, number(number));
    }

    private static Optional<BlockHeader> header(RpcNode node, DefaultBlockParameter block) {
        return result(
                node,
                node.ask(node.calls().ethGetBlockByNumber(block, false)),
                "eth_getBlockByNumber",
                answer -> Optional.ofNullable(answer.getBlock()).map(Web3jChainClient::header));
    }

    private static BlockHeader header(EthBlock.Block block) {
        return new BlockHeader(
                block.getNumber().longValueExact(),
                EvmHash.parse(block.getHash()),
                EvmHash.parse(block.getParentHash()),
                Instant.ofEpochSecond(block.getTimestamp().longValueExact()));
    }

    @Override
    public List<TokenTransfer> transfersTo(
            EvmAddress token, Collection<EvmAddress> recipients, long from, long to) {
        return inPieces(
                recipients,
                piece ->
                        logs(
                                        token,
                                        from,
                                        to,
                                        filter -> {
                                            filter.addSingleTopic(TokenCalls.TRANSFER);
                                            filter.addNullTopic();
                                            filter.addOptionalTopics(words(piece));
                                        })
                                .stream()
                                .filter(log -> log.getTopics().size() == TRANSFER_TOPICS)
                                .map(Web3jChainClient::transfer)
                                .toList(),
                Comparator.comparingLong(TokenTransfer::blockNumber)
                        .thenComparingLong(TokenTransfer::logIndex));
    }

    @Override
    public List<AuthorizationSpent> authorizationsSpent(
            EvmAddress token, Collection<EvmAddress> authorizers, long from, long to) {
        return inPieces(
                authorizers,
                piece ->
                        logs(
                                        token,
                                        from,
                                        to,
                                        filter -> {
                                            filter.addOptionalTopics(
                                                    TokenCalls.AUTHORIZATION_USED,
                                                    TokenCalls.AUTHORIZATION_CANCELED);
                                            filter.addOptionalTopics(words(piece));
                                        })
                                .stream()
                                .map(Web3jChainClient::authorization)
                                .toList(),
                Comparator.comparingLong(AuthorizationSpent::blockNumber)
                        .thenComparingLong(AuthorizationSpent::logIndex));
    }

    /** A filter names so many addresses at a time; the pieces are put in order again. */
    private static <T> List<T> inPieces(
            Collection<EvmAddress> addresses,
            Function<List<EvmAddress>, List<T>> asking,
            Comparator<T> order) {
        List<T> found = new ArrayList<>();
        for (List<EvmAddress> piece : pieces(addresses, RECIPIENTS_TOGETHER)) {
            found.addAll(asking.apply(piece));
        }
        found.sort(order);
        return found;
    }

    /** Logs, and in the same request the word of the node that it knows the last block. */
    private List<Log> logs(EvmAddress token, long from, long to, Consumer<EthFilter> topics) {
        EthFilter filter = new EthFilter(number(from), number(to), token.toString());
        topics.accept(filter);
        List<? extends Response<?>> answers =
                node.askTogether(
                        List.of(
                                node.calls().ethGetLogs(filter),
                                node.calls().ethGetBlockByNumber(number(to), false)));
        EthLog logs = (EthLog) answers.getFirst();
        EthBlock last = (EthBlock) answers.getLast();
        Optional<EthBlock.Block> known =
                result(
                        node,
                        last,
                        "eth_getBlockByNumber",
                        answer -> Optional.ofNullable(answer.getBlock()));
        if (known.isEmpty()) {
            throw new ChainUnavailableException(
                    "%s does not know block %d yet".formatted(node, to));
        }
        if (logs.hasError() && NodeErrors.isRangeRefused(logs.getError())) {
            throw new RangeRefusedException(
                    "%s refuses blocks %d to %d: %s"
                            .formatted(node, from, to, logs.getError().getMessage()));
        }
        return result(node, logs, "eth_getLogs", EthLog::getLogs).stream()
                .map(found -> (Log) found.get())
                .filter(Predicate.not(Log::isRemoved))
                .toList();
    }

    private static TokenTransfer transfer(Log log) {
        return new TokenTransfer(
                EvmAddress.parse(log.getAddress()),
                address(log.getTopics().get(1)),
                address(log.getTopics().get(2)),
                Numeric.toBigInt(log.getData()),
                log.getBlockNumber().longValueExact(),
                EvmHash.parse(log.getBlockHash()),
                EvmHash.parse(log.getTransactionHash()),
                log.getLogIndex().longValueExact());
    }

    private static AuthorizationSpent authorization(Log log) {
        return new AuthorizationSpent(
                address(log.getTopics().get(1)),
                EvmHash.parse(log.getTopics().get(2)),
                log.getTopics().getFirst().equals(TokenCalls.AUTHORIZATION_USED),
                log.getBlockNumber().longValueExact(),
                EvmHash.parse(log.getBlockHash()),
                EvmHash.parse(log.getTransactionHash()),
                log.getLogIndex().longValueExact());
    }

    @Override
    public Map<EvmHash, TransactionReceipt> receipts(Collection<EvmHash> transactions) {
        Map<EvmHash, TransactionReceipt> receipts = new LinkedHashMap<>();
        forEach(
                transactions,
                transaction -> node.calls().ethGetTransactionReceipt(transaction.toString()),
                (transaction, answer) ->
                        result(
                                        node,
                                        (EthGetTransactionReceipt) answer,
                                        "eth_getTransactionReceipt",
                                        EthGetTransactionReceipt::getTransactionReceipt)
                                .filter(receipt -> receipt.getBlockHash() != null)
                                .ifPresent(
                                        receipt ->
                                                receipts.put(
                                                        transaction,
                                                        receiptOf(transaction, receipt))));
        return receipts;
    }

    private TransactionReceipt receiptOf(
            EvmHash transaction,
            org.web3j.protocol.core.methods.response.TransactionReceipt answer) {
        TransactionReceipt receipt = receipt(answer);
        if (!receipt.transaction().equals(transaction)) {
            throw new ChainUnavailableException(
                    "%s answered with the receipt of %s for %s"
                            .formatted(node, receipt.transaction(), transaction));
        }
        return receipt;
    }

    private static TransactionReceipt receipt(
            org.web3j.protocol.core.methods.response.TransactionReceipt receipt) {
        return new TransactionReceipt(
                EvmHash.parse(receipt.getTransactionHash()),
                receipt.getBlockNumber().longValueExact(),
                EvmHash.parse(receipt.getBlockHash()),
                receipt.isStatusOK(),
                receipt.getLogs().stream()
                        .map(
                                log ->
                                        new TransactionReceipt.Log(
                                                log.getLogIndex().longValueExact(),
                                                EvmAddress.parse(log.getAddress()),
                                                log.getTopics().stream()
                                                        .map(EvmHash::parse)
                                                        .toList(),
                                                log.getData()))
                        .toList());
    }

    @Override
    public Usdc balance(EvmAddress token, EvmAddress holder, long block) {
        return amount(call(token, TokenCalls.balanceOf(holder), number(block)));
    }

    @Override
    public Map<EvmAddress, Usdc> balances(
            EvmAddress token, Collection<EvmAddress> holders, long block) {
        Map<EvmAddress, Usdc> balances = new LinkedHashMap<>();
        for (List<EvmAddress> piece : pieces(holders, BalancesCall.HOLDERS_TOGETHER)) {
            Transaction call =
                    Transaction.createEthCallTransaction(
                            NO_SENDER, null, BalancesCall.data(token, piece));
            List<Usdc> held =
                    result(
                            node.ask(node.calls().ethCall(call, number(block))),
                            "eth_call",
                            answer -> BalancesCall.balances(answer.getValue(), piece.size()));
            for (int i = 0; i < piece.size(); i++) {
                balances.put(piece.get(i), held.get(i));
            }
        }
        return balances;
    }

    @Override
    public Set<AuthorizationKey> spentBy(
            EvmAddress token, Collection<AuthorizationKey> authorizations, BlockHeader block) {
        Set<AuthorizationKey> spent = spentBy(node, token, authorizations, block);
        for (RpcNode witness : witnesses) {
            Set<AuthorizationKey> seen;
            try {
                seen = spentBy(witness, token, authorizations, block);
            } catch (ChainUnavailableException silent) {
                continue;
            }
            if (!seen.equals(spent)) {
                throw new ProvidersDisagreeException(
                        block.number(),
                        "by block %d, %d of %d authorizations are spent for %s and %d for %s"
                                .formatted(
                                        block.number(),
                                        spent.size(),
                                        authorizations.size(),
                                        node,
                                        seen.size(),
                                        witness));
            }
        }
        return spent;
    }

    private static Set<AuthorizationKey> spentBy(
            RpcNode asked,
            EvmAddress token,
            Collection<AuthorizationKey> authorizations,
            BlockHeader block) {
        Set<AuthorizationKey> spent = new HashSet<>();
        for (List<AuthorizationKey> piece : pieces(authorizations, REQUESTS_TOGETHER)) {
            List<Request<?, ? extends Response<?>>> requests = new ArrayList<>();
            piece.forEach(
                    key ->
                            requests.add(
                                    asked.calls()
                                            .ethCall(
                                                    to(
                                                            token,
                                                            TokenCalls.authorizationState(
                                                                    key.authorizer(), key.nonce())),
                                                    number(block.number()))));
            requests.add(asked.calls().ethGetBlockByNumber(number(block.number()), false));
            List<? extends Response<?>> answers = asked.askTogether(requests);
            confirm(asked, block, (EthBlock) answers.getLast());
            for (int i = 0; i < piece.size(); i++) {
                String state =
                        result(asked, (EthCall) answers.get(i), "eth_call", EthCall::getValue);
                if (truth(state)) {
                    spent.add(piece.get(i));
                }
            }
        }
        return spent;
    }

    /** What was said in the same breath counts for this block, if the node has it. */
    private static void confirm(RpcNode asked, BlockHeader block, EthBlock answer) {
        boolean known =
                result(
                                asked,
                                answer,
                                "eth_getBlockByNumber",
                                found -> Optional.ofNullable(found.getBlock()))
                        .map(Web3jChainClient::header)
                        .filter(found -> found.hash().equals(block.hash()))
                        .isPresent();
        if (!known) {
            throw new ChainUnavailableException(
                    "%s does not know block %d as %s"
                            .formatted(asked, block.number(), block.hash()));
        }
    }

    @Override
    public boolean isPaused(EvmAddress token) {
        return truth(call(token, TokenCalls.paused(), DefaultBlockParameterName.LATEST));
    }

    @Override
    public boolean isBlacklisted(EvmAddress token, EvmAddress address) {
        return truth(
                call(token, TokenCalls.isBlacklisted(address), DefaultBlockParameterName.LATEST));
    }

    @Override
    public BigInteger gasBalance(EvmAddress address) {
        return result(
                node.ask(
                        node.calls()
                                .ethGetBalance(
                                        address.toString(), DefaultBlockParameterName.LATEST)),
                "eth_getBalance",
                answer -> answer.getBalance());
    }

    @Override
    public long transactionCount(EvmAddress account) {
        return result(
                node.ask(
                        node.calls()
                                .ethGetTransactionCount(
                                        account.toString(), DefaultBlockParameterName.LATEST)),
                "eth_getTransactionCount",
                answer -> answer.getTransactionCount().longValueExact());
    }

    @Override
    public GasPrice gasPrice() {
        BigInteger baseFee =
                result(
                        node.ask(
                                node.calls()
                                        .ethGetBlockByNumber(
                                                DefaultBlockParameterName.LATEST, false)),
                        "eth_getBlockByNumber",
                        answer -> answer.getBlock().getBaseFeePerGas());
        EthMaxPriorityFeePerGas priority = node.ask(node.calls().ethMaxPriorityFeePerGas());
        // A chain where tips mean nothing may not know the question.
        BigInteger tip = priority.hasError() ? BigInteger.ZERO : priority.getMaxPriorityFeePerGas();
        return new GasPrice(baseFee, tip);
    }

    @Override
    public GasEstimate estimateGas(EvmAddress from, EvmAddress to, byte[] data) {
        EthEstimateGas answer =
                node.ask(
                        node.calls()
                                .ethEstimateGas(
                                        Transaction.createEthCallTransaction(
                                                from.toString(), to.toString(), hex(data))));
        if (answer.hasError() && NodeErrors.isRevert(answer.getError())) {
            return new GasEstimate(0, answer.getError().getMessage());
        }
        return new GasEstimate(
                result(answer, "eth_estimateGas", each -> each.getAmountUsed().longValueExact()),
                null);
    }

    @Override
    public Answer send(byte[] signedTransaction) {
        EthSendTransaction answer =
                node.ask(node.calls().ethSendRawTransaction(hex(signedTransaction)));
        return answer.hasError()
                ? new Answer(
                        NodeErrors.acceptance(answer.getError()),
                        NodeErrors.words(answer.getError()))
                : new Answer(Acceptance.TAKEN, "taken");
    }

    private String call(EvmAddress contract, String data, DefaultBlockParameter block) {
        return result(
                node.ask(node.calls().ethCall(to(contract, data), block)),
                "eth_call",
                EthCall::getValue);
    }

    private static Transaction to(EvmAddress contract, String data) {
        return Transaction.createEthCallTransaction(NO_SENDER, contract.toString(), data);
    }

    /** Asks for many things, a hundred in a request. */
    private <K> void forEach(
            Collection<K> keys,
            Function<K, Request<?, ? extends Response<?>>> asking,
            BiConsumer<K, Response<?>> taking) {
        for (List<K> piece : pieces(keys, REQUESTS_TOGETHER)) {
            List<Request<?, ? extends Response<?>>> requests = new ArrayList<>();
            piece.forEach(key -> requests.add(asking.apply(key)));
            List<? extends Response<?>> answers = node.askTogether(requests);
            for (int i = 0; i < piece.size(); i++) {
                taking.accept(piece.get(i), answers.get(i));
            }
        }
    }

    private static <K> List<List<K>> pieces(Collection<K> keys, int size) {
        List<K> all = List.copyOf(keys);
        List<List<K>> pieces = new ArrayList<>();
        for (int begin = 0; begin < all.size(); begin += size) {
            pieces.add(all.subList(begin, Math.min(begin + size, all.size())));
        }
        return pieces;
    }

    private <A extends Response<?>, R> R result(A answer, String method, Function<A, R> reading) {
        return result(node, answer, method, reading);
    }

    /** What an answer says; an error, or what cannot be read, is no answer. */
    private static <A extends Response<?>, R> R result(
            RpcNode node, A answer, String method, Function<A, R> reading) {
        if (answer.hasError()) {
            throw node.refused(method, answer.getError());
        }
        try {
            return Objects.requireNonNull(reading.apply(answer));
        } catch (RuntimeException unreadable) {
            throw new ChainUnavailableException(
                    "%s answered %s with what cannot be read".formatted(node, method), unreadable);
        }
    }

    private static DefaultBlockParameter number(long number) {
        return DefaultBlockParameter.valueOf(BigInteger.valueOf(number));
    }

    private static String[] words(List<EvmAddress> addresses) {
        return addresses.stream()
                .map(address -> "0x" + "0".repeat(WORD_DIGITS - ADDRESS_DIGITS) + address.hex())
                .toArray(String[]::new);
    }

    private static EvmAddress address(String word) {
        return EvmAddress.parse(word.substring(word.length() - ADDRESS_DIGITS));
    }

    private static Usdc amount(String word) {
        return Usdc.ofMicros(number(word).longValueExact());
    }

    private static boolean truth(String word) {
        return number(word).signum() != 0;
    }

    private static BigInteger number(String word) {
        if (word.length() <= 2) {
            throw new ChainUnavailableException("there is no such contract, or no such call of it");
        }
        return Numeric.toBigInt(word);
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
