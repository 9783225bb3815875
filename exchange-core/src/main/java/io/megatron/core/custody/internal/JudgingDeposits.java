package io.megatron.core.custody.internal;

import io.megatron.core.custody.KnowingChain.KnownChain;
import io.megatron.core.custody.SettlingDeposits.Ready;
import io.megatron.core.custody.chain.BlockHeader;
import io.megatron.core.custody.chain.TransactionReceipt;
import io.megatron.mapper.custody.Deposit;
import io.megatron.mapper.custody.EvmHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Asks the chain what became of deposits that wait. */
@Component
public class JudgingDeposits {
    private final FindingForks forks;

    public JudgingDeposits(FindingForks forks) {
        this.forks = forks;
    }

    /** Those that can be settled; a block that the node does not know means that they wait on. */
    public List<Ready> judge(KnownChain chain, List<Deposit> waiting) {
        if (waiting.isEmpty()) {
            return List.of();
        }
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
                                            receipts.get(deposit.transactionHash())))
                    .ifPresent(verdict -> ready.add(new Ready(deposit, verdict)));
        }
        return withoutHastyOrphans(chain, ready);
    }

    /**
     * A node that is on another fork than what was read cannot say that a block is gone: what it
     * gives up waits, and should the fork stay, the next scan halts custody.
     */
    private List<Ready> withoutHastyOrphans(KnownChain chain, List<Ready> ready) {
        boolean orphans = ready.stream().anyMatch(each -> each.verdict() instanceof Verdict.Orphan);
        return orphans && forks.find(chain.client()).isPresent()
                ? ready.stream()
                        .filter(each -> !(each.verdict() instanceof Verdict.Orphan))
                        .toList()
                : ready;
    }
}
