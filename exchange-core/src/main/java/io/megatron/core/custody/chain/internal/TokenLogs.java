package io.megatron.core.custody.chain.internal;

import static io.megatron.core.custody.chain.internal.Answers.address;
import static io.megatron.core.custody.chain.internal.Answers.block;
import static io.megatron.core.custody.chain.internal.Answers.header;
import static io.megatron.core.custody.chain.internal.Answers.pieces;
import static io.megatron.core.custody.chain.internal.Answers.result;

import io.megatron.core.custody.chain.AuthorizationSpent;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.chain.RangeRefusedException;
import io.megatron.core.custody.chain.TokenTransfer;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.utils.Numeric;

/**
 * The logs of a token in a range of blocks, as one node has them. What was not asked for, another
 * contract, block or event, is no answer: money moves on what a log says.
 *
 * @param from the first block
 * @param to the last block, which the node confirms in the same request to know
 */
record TokenLogs(RpcNode node, EvmAddress token, long from, long to) {
    private static final int ADDRESSES_TOGETHER = 1000;
    private static final int TRANSFER_TOPICS = 3;
    private static final String ADDRESS_PADDING = "0x" + "0".repeat(24);
    private static final EvmHash TRANSFER = EvmHash.parse(TokenCalls.TRANSFER);
    private static final EvmHash USED = EvmHash.parse(TokenCalls.AUTHORIZATION_USED);
    private static final EvmHash CANCELED = EvmHash.parse(TokenCalls.AUTHORIZATION_CANCELED);

    /** Transfers to any of the recipients; what has other topics is no transfer of an amount. */
    List<TokenTransfer> transfersTo(Collection<EvmAddress> recipients) {
        return inPieces(
                recipients,
                piece ->
                        logs(
                                List.of(TRANSFER),
                                filter -> filter.addNullTopic().addOptionalTopics(words(piece)),
                                log ->
                                        log.getTopics().size() == TRANSFER_TOPICS
                                                ? Stream.of(transfer(log))
                                                : Stream.empty()),
                Comparator.comparingLong(TokenTransfer::blockNumber)
                        .thenComparingLong(TokenTransfer::logIndex));
    }

    /** Authorizations of any of the authorizers that were used or cancelled. */
    List<AuthorizationSpent> authorizationsSpent(Collection<EvmAddress> authorizers) {
        return inPieces(
                authorizers,
                piece ->
                        logs(
                                List.of(USED, CANCELED),
                                filter -> filter.addOptionalTopics(words(piece)),
                                log -> Stream.of(authorization(log))),
                Comparator.comparingLong(AuthorizationSpent::blockNumber)
                        .thenComparingLong(AuthorizationSpent::logIndex));
    }

    /** A filter names so many addresses at a time; the pieces are put in order again. */
    private static <T> List<T> inPieces(
            Collection<EvmAddress> addresses,
            Function<List<EvmAddress>, List<T>> asking,
            Comparator<T> order) {
        List<T> found = new ArrayList<>();
        for (List<EvmAddress> piece : pieces(addresses, ADDRESSES_TOGETHER)) {
            found.addAll(asking.apply(piece));
        }
        found.sort(order);
        return found;
    }

    /** Logs, and in the same request the word of the node that it knows the last block. */
    private <T> List<T> logs(
            List<EvmHash> events, Consumer<EthFilter> topics, Function<Log, Stream<T>> reading) {
        EthFilter filter = new EthFilter(block(from), block(to), token.toString());
        filter.addOptionalTopics(events.stream().map(EvmHash::toString).toArray(String[]::new));
        topics.accept(filter);
        List<? extends Response<?>> answers =
                node.askTogether(
                        List.of(
                                node.calls().ethGetLogs(filter),
                                node.calls().ethGetBlockByNumber(block(to), false)));
        EthLog logs = (EthLog) answers.getFirst();
        if (header(node, (EthBlock) answers.getLast()).isEmpty()) {
            throw new ChainUnavailableException(
                    "%s does not know block %d yet".formatted(node, to));
        }
        if (logs.hasError() && NodeErrors.isRangeRefused(logs.getError())) {
            throw new RangeRefusedException(
                    "%s refuses blocks %d to %d: %s"
                            .formatted(node, from, to, logs.getError().getMessage()));
        }
        return result(
                node,
                logs,
                "eth_getLogs",
                answer ->
                        answer.getLogs().stream()
                                .map(log -> (Log) log.get())
                                .filter(Predicate.not(Log::isRemoved))
                                .map(log -> askedFor(log, events))
                                .flatMap(reading)
                                .toList());
    }

    private Log askedFor(Log log, List<EvmHash> events) {
        long number = log.getBlockNumber().longValueExact();
        EvmHash event = event(log);
        if (!EvmAddress.parse(log.getAddress()).equals(token)
                || !events.contains(event)
                || number < from
                || number > to) {
            throw new ChainUnavailableException(
                    "%s answered with a log of %s, event %s, block %d, which was not asked for"
                            .formatted(node, log.getAddress(), event, number));
        }
        return log;
    }

    private static EvmHash event(Log log) {
        return EvmHash.parse(log.getTopics().getFirst());
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
                event(log).equals(USED),
                log.getBlockNumber().longValueExact(),
                EvmHash.parse(log.getBlockHash()),
                EvmHash.parse(log.getTransactionHash()),
                log.getLogIndex().longValueExact());
    }

    private static String[] words(List<EvmAddress> addresses) {
        return addresses.stream()
                .map(address -> ADDRESS_PADDING + address.hex())
                .toArray(String[]::new);
    }
}
