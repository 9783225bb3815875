package io.megatron.core.operations;

import io.megatron.core.Outcome;
import io.megatron.core.custody.ProvingReserves;
import io.megatron.core.custody.Reserves;
import io.megatron.core.custody.chain.ChainUnavailableException;
import io.megatron.mapper.operations.Finding;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Compares what lies on the chain with what is owed. Where there is no chain, or no answer from it,
 * nothing was compared: the books are not wrong for that, and the job {@code sweeps} fails loudly.
 */
@Component
class ComparingReserves {
    private static final Logger LOG = LoggerFactory.getLogger(ComparingReserves.class);

    private final ProvingReserves proving;

    ComparingReserves(ProvingReserves proving) {
        this.proving = proving;
    }

    /**
     * What came of it.
     *
     * @param proofs how many proofs there were: one, or none
     */
    record Compared(long proofs, List<Finding> findings) {}

    Compared compare() {
        try {
            return switch (proving.prove()) {
                case Outcome.Accepted<Reserves>(Reserves proof, boolean _) ->
                        new Compared(1, findings(proof));
                case Outcome.Refused<Reserves> _ -> new Compared(0, List.of());
            };
        } catch (ChainUnavailableException silent) {
            LOG.warn("the reserves were not compared: {}", silent.getMessage());
            return new Compared(0, List.of());
        }
    }

    private static List<Finding> findings(Reserves proof) {
        return proof.unexplained().isZero()
                ? List.of()
                : List.of(
                        new Finding(
                                "the chain at block " + proof.block().number(),
                                proof.onChain().minus(proof.unexplained()) + " USDC",
                                proof.onChain() + " USDC"));
    }
}
