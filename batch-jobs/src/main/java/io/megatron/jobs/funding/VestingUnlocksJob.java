package io.megatron.jobs.funding;

import io.megatron.core.Outcome;
import io.megatron.core.funding.UnlockingTranches;
import io.megatron.core.ledger.Deadline;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import io.megatron.mapper.funding.LpKey;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Marks the tranches that have vested, and announces them. */
@Component
class VestingUnlocksJob implements ExchangeJob {
    private final UnlockingTranches unlocking;
    private final Clock clock;

    VestingUnlocksJob(UnlockingTranches unlocking, Clock clock) {
        this.unlocking = unlocking;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "vesting-unlocks";
    }

    @Override
    public String description() {
        return "Marks the tranches of contributions that have vested, and announces them";
    }

    @Override
    public String schedule() {
        return "0 0 0 * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(new Unlocking());
    }

    private final class Unlocking implements Phase<LpKey> {
        @Override
        public String name() {
            return "unlock-tranches";
        }

        @Override
        public long count(Run run) {
            return unlocking.countDue(clock.instant());
        }

        @Override
        public List<LpKey> due(Run run, Optional<LpKey> after, int limit) {
            return unlocking.due(clock.instant(), after, limit);
        }

        @Override
        public String key(LpKey lp) {
            return "asset_id=" + lp.assetId() + " user_id=" + lp.userId();
        }

        @Override
        public Outcome<Effect> work(Run run, LpKey lp) {
            return unlocking
                    .unlock(lp, run.piece(key(lp)), run.submitting(), Deadline.none())
                    .map(
                            unlocks ->
                                    new Effect(
                                            unlocks.lots() > 0,
                                            "%d contributions, %s USDC more unlocked"
                                                    .formatted(unlocks.lots(), unlocks.amount())));
        }
    }
}
