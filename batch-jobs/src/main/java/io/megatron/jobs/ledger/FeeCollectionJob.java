package io.megatron.jobs.ledger;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.accounts.CollectingFees;
import io.megatron.core.accounts.CollectingFees.Collectable;
import io.megatron.core.ledger.Deadline;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Moves what has come together in each pool's PLATFORM_FEES to the TREASURY. */
@Component
class FeeCollectionJob implements ExchangeJob {
    private final CollectingFees collecting;

    FeeCollectionJob(CollectingFees collecting) {
        this.collecting = collecting;
    }

    @Override
    public String name() {
        return "fee-collection";
    }

    @Override
    public String description() {
        return "Moves the platform's share of the fees to the treasury";
    }

    @Override
    public String schedule() {
        return "0 10 0 * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(new Collecting());
    }

    private final class Collecting implements Phase<Collectable> {
        @Override
        public String name() {
            return "collect";
        }

        @Override
        public long count(Run run) {
            return collecting.countCollectable();
        }

        /** What is there now; trades meanwhile leave something for the next run. */
        @Override
        public List<Collectable> due(Run run, Optional<Collectable> after, int limit) {
            return collecting.collectable(after.map(Collectable::asset), limit);
        }

        @Override
        public String key(Collectable fees) {
            return "asset_id=" + fees.asset();
        }

        @Override
        public Outcome<Effect> work(Run run, Collectable fees) {
            Effect effect = new Effect(true, fees.amount() + " USDC to the treasury");
            return run.preview()
                    ? Outcome.accepted(effect)
                    : collecting
                            .collect(run.piece("collect"), fees, Deadline.none())
                            .map(collected -> effect);
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(Rejection.INSUFFICIENT_FUNDS);
        }
    }
}
