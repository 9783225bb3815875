package io.megatron.core.custody.internal;

import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Authorization.Use;
import io.megatron.mapper.custody.AuthorizationMapper;
import io.megatron.mapper.custody.EvmHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Looks for withdrawals that are settled and whose block is no longer on the chain: a reorg deeper
 * than what was final took them back. A block names those before it, so it is the newest that says
 * no, and all are found with the first that stands.
 */
@Component
public class FindingTakenBack {
    private static final int PAGE = 200;
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final AuthorizationMapper mapper;

    public FindingTakenBack(AuthorizationMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * A payment whose block is another one now.
     *
     * @param found what the chain has in its place
     */
    public record TakenBack(Authorization authorization, Use use, EvmHash found) {}

    /** The one in the newest block, if that is gone. */
    public Optional<TakenBack> newest(ChainClient client) {
        return payments(Long.MAX_VALUE, Optional.empty(), 1).stream()
                .flatMap(payment -> takenBack(client, payment).stream())
                .findFirst();
    }

    /**
     * All of them that were used in blocks up to this one, the newest first.
     *
     * @throws ChainUnavailableException if the node does not know their blocks' numbers
     */
    public List<TakenBack> all(ChainClient client, long upToBlock) {
        List<TakenBack> gone = new ArrayList<>();
        Optional<Authorization> last = Optional.empty();
        while (true) {
            List<Authorization> page = payments(upToBlock, last, PAGE);
            for (Authorization payment : page) {
                Optional<TakenBack> found = takenBack(client, payment);
                if (found.isEmpty()) {
                    return gone;
                }
                gone.add(found.get());
            }
            if (page.size() < PAGE) {
                return gone;
            }
            last = Optional.of(page.getLast());
        }
    }

    private List<Authorization> payments(
            long upToBlock, Optional<Authorization> before, int limit) {
        return mapper.settledPayments(
                upToBlock,
                before.map(payment -> use(payment).blockNumber()).orElse(Long.MAX_VALUE),
                before.map(payment -> payment.id().value()).orElse(AFTER_ALL),
                limit);
    }

    private static Use use(Authorization settled) {
        return settled.use().orElseThrow();
    }

    private static Optional<TakenBack> takenBack(ChainClient client, Authorization payment) {
        Use use = use(payment);
        EvmHash now =
                client.block(use.blockNumber())
                        .map(BlockHeader::hash)
                        .orElseThrow(
                                () ->
                                        new ChainUnavailableException(
                                                "the node does not know block "
                                                        + use.blockNumber()
                                                        + ", in which a withdrawal was paid"));
        return now.equals(use.blockHash())
                ? Optional.empty()
                : Optional.of(new TakenBack(payment, use, now));
    }
}
