package io.megatron.core.custody.internal;

import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.chain.TransactionReceipt;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.DepositMapper;
import io.megatron.mapper.custody.EvmHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds out what became of credited deposits whose blocks may be gone. */
@Component
public class AfterReorg {
    private static final int PAGE = 200;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final DepositMapper mapper;

    public AfterReorg(DepositMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * What became of them.
     *
     * @param moved in another block now, as they are to be kept
     * @param gone no longer on the chain
     * @param found written off before, and on the chain again, as they are to be kept
     * @param shallow how many are in blocks that are not yet as deep as the policy wants, where the
     *     next reorg could take them unnoticed
     */
    public record Findings(
            List<Deposit> moved, List<Deposit> gone, List<Deposit> found, int shallow) {
        public static final Findings NOTHING = new Findings(List.of(), List.of(), List.of(), 0);

        public Findings {
            moved = List.copyOf(moved);
            gone = List.copyOf(gone);
            found = List.copyOf(found);
        }

        /** How many deposits are not where they were. */
        public int size() {
            return moved.size() + gone.size() + found.size();
        }

        /** The same in parts of so many deposits at the most, for commands of their own. */
        public List<Findings> parts(int most) {
            List<Findings> parts = new ArrayList<>();
            pieces(moved, most)
                    .forEach(piece -> parts.add(new Findings(piece, List.of(), List.of(), 0)));
            pieces(gone, most)
                    .forEach(piece -> parts.add(new Findings(List.of(), piece, List.of(), 0)));
            pieces(found, most)
                    .forEach(piece -> parts.add(new Findings(List.of(), List.of(), piece, 0)));
            return parts;
        }

        private static List<List<Deposit>> pieces(List<Deposit> all, int most) {
            List<List<Deposit>> pieces = new ArrayList<>();
            for (int begin = 0; begin < all.size(); begin += most) {
                pieces.add(all.subList(begin, Math.min(begin + most, all.size())));
            }
            return pieces;
        }
    }

    /**
     * Asks the chain for each deposit that was credited in a block after the fork.
     *
     * @param fork the last block that is still the same
     * @param deep the newest block that is as deep as the policy wants
     * @throws ChainUnavailableException if the node cannot say of one of them that it is gone
     */
    public Findings look(KnownChain chain, long fork, long deep) {
        List<Deposit> moved = new ArrayList<>();
        List<Deposit> gone = new ArrayList<>();
        List<Deposit> found = new ArrayList<>();
        int shallow = 0;
        long afterBlock = -1;
        UUID afterId = BEFORE_ALL;
        List<Deposit> page;
        do {
            page = mapper.creditedAfter(fork, afterBlock, afterId, PAGE);
            Map<EvmHash, TransactionReceipt> receipts = receipts(chain, page);
            for (Deposit deposit : page) {
                TransactionReceipt receipt = receipts.get(deposit.transactionHash());
                if (receipt == null || !DepositRules.holds(chain.token(), deposit, receipt)) {
                    if (!deposit.isLost()) {
                        requireGone(chain, deposit);
                        gone.add(deposit);
                    }
                } else {
                    shallow += receipt.blockNumber() > deep ? 1 : 0;
                    Deposit now = deposit.followed(receipt.blockNumber(), receipt.blockHash());
                    if (deposit.isLost()) {
                        found.add(now);
                    } else if (!now.equals(deposit)) {
                        moved.add(now);
                    }
                }
                afterBlock = Objects.requireNonNull(deposit.creditBlockNumber());
                afterId = deposit.id().value();
            }
        } while (page.size() == PAGE);
        return new Findings(moved, gone, found, shallow);
    }

    /**
     * Only a node that knows another block in its place can say that a deposit is gone; one that
     * knows neither block nor receipt may have forgotten them, or not have come so far.
     */
    private static void requireGone(KnownChain chain, Deposit deposit) {
        long number = Objects.requireNonNull(deposit.creditBlockNumber());
        EvmHash now =
                chain.client()
                        .block(number)
                        .map(BlockHeader::hash)
                        .orElseThrow(
                                () ->
                                        new ChainUnavailableException(
                                                "the node does not know block " + number));
        if (now.equals(deposit.creditBlockHash())) {
            throw new ChainUnavailableException(
                    "the node knows block %d, and not transaction %s in it"
                            .formatted(number, deposit.transactionHash()));
        }
    }

    private static Map<EvmHash, TransactionReceipt> receipts(KnownChain chain, List<Deposit> page) {
        return page.isEmpty()
                ? Map.of()
                : chain.client()
                        .receipts(page.stream().map(Deposit::transactionHash).distinct().toList());
    }
}
