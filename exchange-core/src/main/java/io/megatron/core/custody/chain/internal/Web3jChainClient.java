package io.megatron.core.custody.chain.internal;

import io.megatron.core.custody.chain.AuthorizationSpent;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.chain.GasEstimate;
import io.megatron.core.custody.chain.GasPrice;
import io.megatron.core.custody.chain.TokenTransfer;
import io.megatron.core.custody.chain.TransactionReceipt;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.custody.AuthorizationKey;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthCall;
import org.web3j.protocol.core.methods.response.EthEstimateGas;
import org.web3j.protocol.core.methods.response.EthGetTransactionReceipt;
import org.web3j.protocol.core.methods.response.EthMaxPriorityFeePerGas;
import org.web3j.protocol.core.methods.response.EthSendTransaction;

/**
 * The chain over JSON-RPC, by web3j. The first node is the one that is asked; what it calls final
 * is compared with the others, if there are any.
 */
public final class Web3jChainClient implements ChainClient {
    private final RpcNode node;
    private final Witnesses witnesses;

    /**
     * A client of one or more nodes of the same chain.
     *
     * @param timeout after which a node has not answered
     */
    public Web3jChainClient(List<URI> addresses, Duration timeout) {
        List<RpcNode> nodes =
                addresses.stream().map(address -> new RpcNode(address, timeout)).toList();
        node = nodes.getFirst();
        witnesses = new Witnesses(node, nodes.subList(1, nodes.size()));
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
                Answers.header(node, name)
                        .orElseThrow(
                                () ->
                                        new ChainUnavailableException(
                                                node + " has no " + name.getValue() + " block"));
        if (finality == Finality.FINALIZED) {
            witnesses.compare(head);
        }
        return head;
    }

    @Override
    public Optional<BlockHeader> block(long number) {
        return Answers.header(node, Answers.block(number));
    }

    @Override
    public List<TokenTransfer> transfersTo(
            EvmAddress token, Collection<EvmAddress> recipients, long from, long to) {
        return new TokenLogs(node, token, from, to).transfersTo(recipients);
    }

    @Override
    public List<AuthorizationSpent> authorizationsSpent(
            EvmAddress token, Collection<EvmAddress> authorizers, long from, long to) {
        return new TokenLogs(node, token, from, to).authorizationsSpent(authorizers);
    }

    @Override
    public void confirm(EvmAddress token, AuthorizationSpent spent) {
        witnesses.compare(token, spent);
    }

    @Override
    public Map<EvmHash, TransactionReceipt> receipts(Collection<EvmHash> transactions) {
        Map<EvmHash, TransactionReceipt> receipts = new LinkedHashMap<>();
        forEach(
                transactions,
                transaction -> node.calls().ethGetTransactionReceipt(transaction.toString()),
                (transaction, answer) ->
                        result(
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
        return amount(call(token, TokenCalls.balanceOf(holder), Answers.block(block)));
    }

    @Override
    public Map<EvmAddress, Usdc> balances(
            EvmAddress token, Collection<EvmAddress> holders, long block) {
        Map<EvmAddress, Usdc> balances = new LinkedHashMap<>();
        for (List<EvmAddress> piece : Answers.pieces(holders, BalancesCall.HOLDERS_TOGETHER)) {
            Transaction call = TokenCalls.deploying(BalancesCall.data(token, piece));
            List<Usdc> held =
                    result(
                            node.ask(node.calls().ethCall(call, Answers.block(block))),
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
        Set<AuthorizationKey> spent = SpentAuthorizations.by(node, token, authorizations, block);
        witnesses.compare(token, authorizations, block, spent);
        return spent;
    }

    @Override
    public boolean isPaused(EvmAddress token) {
        return Answers.truth(call(token, TokenCalls.paused(), DefaultBlockParameterName.LATEST));
    }

    @Override
    public boolean isBlacklisted(EvmAddress token, EvmAddress address) {
        return Answers.truth(
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
        return priority.hasError() && NodeErrors.isMethodUnknown(priority.getError())
                ? new GasPrice(baseFee, BigInteger.ZERO)
                : new GasPrice(
                        baseFee,
                        result(
                                priority,
                                "eth_maxPriorityFeePerGas",
                                EthMaxPriorityFeePerGas::getMaxPriorityFeePerGas));
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
                node.ask(node.calls().ethCall(TokenCalls.to(contract, data), block)),
                "eth_call",
                EthCall::getValue);
    }

    /** Asks for many things, a hundred in a request. */
    private <K> void forEach(
            Collection<K> keys,
            Function<K, Request<?, ? extends Response<?>>> asking,
            BiConsumer<K, Response<?>> taking) {
        for (List<K> piece : Answers.pieces(keys, Answers.TOGETHER)) {
            List<Request<?, ? extends Response<?>>> requests = new ArrayList<>();
            piece.forEach(key -> requests.add(asking.apply(key)));
            List<? extends Response<?>> answers = node.askTogether(requests);
            for (int i = 0; i < piece.size(); i++) {
                taking.accept(piece.get(i), answers.get(i));
            }
        }
    }

    private <A extends Response<?>, R> R result(A answer, String method, Function<A, R> reading) {
        return Answers.result(node, answer, method, reading);
    }

    private static Usdc amount(String word) {
        return Usdc.ofMicros(Answers.number(word).longValueExact());
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
