package io.megatron.core.custody.internal;

import io.megatron.core.custody.KnowingChain.KnownChain;
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
    }

    /**
     * Asks the chain for each deposit that was credited in a block after the fork.
     *
     * @param fork the last block that is still the same
     * @param deep the newest block that is as deep as the policy wants
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

    private static Map<EvmHash, TransactionReceipt> receipts(KnownChain chain, List<Deposit> page) {
        return page.isEmpty()
                ? Map.of()
                : chain.client()
                        .receipts(page.stream().map(Deposit::transactionHash).distinct().toList());
    }
}
