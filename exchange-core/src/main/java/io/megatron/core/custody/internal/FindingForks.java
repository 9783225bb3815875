package io.megatron.core.custody.internal;

import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.mapper.custody.Checkpoint;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.EvmHash;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Compares the blocks that were read with the chain as it is. */
@Component
public class FindingForks {
    private static final int PAGE = 100;

    private final DepositMapper mapper;

    public FindingForks(DepositMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Where the chain left what was read.
     *
     * @param same the highest checkpoint that is still on the chain; below zero where none is
     * @param different the lowest that is not
     * @param found what the chain has in its place
     */
    public record Fork(long same, Checkpoint different, EvmHash found) {}

    /**
     * A reorg below what was read, if there is one. Almost always it is the highest checkpoint that
     * says no.
     *
     * @throws ChainUnavailableException if the node does not know that block: it lags behind
     */
    public Optional<Fork> find(ChainClient client) {
        Optional<Fork> fork = Optional.empty();
        long upTo = Long.MAX_VALUE;
        while (true) {
            List<Checkpoint> page = mapper.checkpoints(upTo, fork.isEmpty() ? 1 : PAGE);
            if (page.isEmpty()) {
                return fork.map(found -> new Fork(-1, found.different(), found.found()));
            }
            for (Checkpoint kept : page) {
                EvmHash now = hash(client, kept);
                if (now.equals(kept.blockHash())) {
                    return fork.map(
                            found ->
                                    new Fork(kept.blockNumber(), found.different(), found.found()));
                }
                fork = Optional.of(new Fork(-1, kept, now));
                upTo = kept.blockNumber() - 1;
            }
        }
    }

    private static EvmHash hash(ChainClient client, Checkpoint kept) {
        return client.block(kept.blockNumber())
                .map(BlockHeader::hash)
                .orElseThrow(
                        () ->
                                new ChainUnavailableException(
                                        "the node does not know block "
                                                + kept.blockNumber()
                                                + ", which was read before"));
    }
}
