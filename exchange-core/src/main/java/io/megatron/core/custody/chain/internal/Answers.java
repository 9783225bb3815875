package io.megatron.core.custody.chain.internal;

import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.mapper.custody.EvmAddress;
import io.megatron.mapper.custody.EvmHash;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.utils.Numeric;

/** Reads what nodes answer, and words what they are asked. */
final class Answers {
    /** Questions of one request. */
    static final int TOGETHER = 100;

    private static final int ADDRESS_DIGITS = 40;

    private Answers() {}

    /**
     * What an answer says.
     *
     * @throws ChainUnavailableException if it is an error, or cannot be read
     */
    static <A extends Response<?>, R> R result(
            RpcNode node, A answer, String method, Function<A, R> reading) {
        if (answer.hasError()) {
            throw node.refused(method, answer.getError());
        }
        try {
            return Objects.requireNonNull(reading.apply(answer));
        } catch (ChainUnavailableException told) {
            throw told;
        } catch (RuntimeException unreadable) {
            throw new ChainUnavailableException(
                    "%s answered %s with what cannot be read".formatted(node, method), unreadable);
        }
    }

    /** The block that a node has of this number or name. */
    static Optional<BlockHeader> header(RpcNode node, DefaultBlockParameter block) {
        return header(node, node.ask(node.calls().ethGetBlockByNumber(block, false)));
    }

    /** The same, asked together with something else. */
    static Optional<BlockHeader> header(RpcNode node, EthBlock answer) {
        return result(
                node,
                answer,
                "eth_getBlockByNumber",
                found -> Optional.ofNullable(found.getBlock()).map(Answers::header));
    }

    private static BlockHeader header(EthBlock.Block block) {
        return new BlockHeader(
                block.getNumber().longValueExact(),
                EvmHash.parse(block.getHash()),
                EvmHash.parse(block.getParentHash()),
                Instant.ofEpochSecond(block.getTimestamp().longValueExact()));
    }

    /** The last twenty bytes of a word. */
    static EvmAddress address(String word) {
        return EvmAddress.parse(word.substring(word.length() - ADDRESS_DIGITS));
    }

    static boolean truth(String word) {
        return number(word).signum() != 0;
    }

    static BigInteger number(String word) {
        if (word.length() <= 2) {
            throw new ChainUnavailableException("there is no such contract, or no such call of it");
        }
        return Numeric.toBigInt(word);
    }

    static DefaultBlockParameter block(long number) {
        return DefaultBlockParameter.valueOf(BigInteger.valueOf(number));
    }

    /** The keys in pieces of at most this size, in their order. */
    static <K> List<List<K>> pieces(Collection<K> keys, int size) {
        List<K> all = List.copyOf(keys);
        List<List<K>> pieces = new ArrayList<>();
        for (int begin = 0; begin < all.size(); begin += size) {
            pieces.add(all.subList(begin, Math.min(begin + size, all.size())));
        }
        return pieces;
    }
}
