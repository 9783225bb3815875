package io.megatron.core.custody.internal;

import io.megatron.core.custody.DepositSettings;
import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.SettlingDeposits.Ready;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.ChainClient;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.core.custody.chain.TransactionReceipt;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.EvmHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Asks the chain what became of deposits that wait. */
@Component
public class JudgingDeposits {
    private static final Logger LOG = LoggerFactory.getLogger(JudgingDeposits.class);

    private final FindingForks forks;
    private final DepositSettings settings;

    public JudgingDeposits(FindingForks forks, DepositSettings settings) {
        this.forks = forks;
        this.settings = settings;
    }

    /** Those that can be settled; a block that the node does not know means that they wait on. */
    public List<Ready> judge(KnownChain chain, List<Deposit> waiting) {
        return waiting.isEmpty() ? List.of() : withoutHastyOrphans(chain, verdicts(chain, waiting));
    }

    /** Where the node fails at some of them, they are asked for in halves: the others go on. */
    private List<Ready> verdicts(KnownChain chain, List<Deposit> waiting) {
        try {
            return asked(chain, waiting);
        } catch (ChainUnavailableException failure) {
            // A node that answers nothing at all is not asked for each of them.
            chain.client().head(ChainClient.Finality.LATEST);
            if (waiting.size() == 1) {
                LOG.warn("deposit {} waits on: {}", waiting.getFirst().id(), failure.getMessage());
                return List.of();
            }
            int half = waiting.size() / 2;
            List<Ready> ready = new ArrayList<>(verdicts(chain, waiting.subList(0, half)));
            ready.addAll(verdicts(chain, waiting.subList(half, waiting.size())));
            return ready;
        }
    }

    private List<Ready> asked(KnownChain chain, List<Deposit> waiting) {
        Map<EvmHash, TransactionReceipt> receipts =
                chain.client()
                        .receipts(
                                waiting.stream().map(Deposit::transactionHash).distinct().toList());
        // Hashes after receipts: a block that is gone by now must not look as if it were there.
        Map<Long, Optional<EvmHash>> hashes = new HashMap<>();
        List<Ready> ready = new ArrayList<>();
        for (Deposit deposit : waiting) {
            hashes.computeIfAbsent(
                            deposit.blockNumber(),
                            number -> chain.client().block(number).map(BlockHeader::hash))
                    .flatMap(
                            hash ->
                                    DepositRules.verdict(
                                            chain.token(),
                                            deposit,
                                            hash,
                                            receipts.get(deposit.transactionHash()),
                                            settings.least()))
                    .ifPresent(verdict -> ready.add(new Ready(deposit, verdict)));
        }
        return ready;
    }

    /**
     * A node that is on another fork than what was read cannot say that a block is gone: what it
     * gives up waits, and should the fork stay, the next scan halts custody. Behind an address may
     * be several nodes, so it is asked for the block once more: no scan comes back to what is deep
     * enough, and one wrong answer would lose a deposit.
     */
    private List<Ready> withoutHastyOrphans(KnownChain chain, List<Ready> ready) {
        boolean orphans = ready.stream().anyMatch(each -> each.verdict() instanceof Verdict.Orphan);
        if (!orphans) {
            return ready;
        }
        boolean elsewhere = forks.find(chain.client()).isPresent();
        return ready.stream()
                .filter(
                        each ->
                                !(each.verdict() instanceof Verdict.Orphan)
                                        || !elsewhere && isStillGone(chain, each.deposit()))
                .toList();
    }

    private static boolean isStillGone(KnownChain chain, Deposit deposit) {
        return chain.client()
                .block(deposit.blockNumber())
                .filter(block -> !block.hash().equals(deposit.blockHash()))
                .isPresent();
    }
}
