package io.megatron.jobs.funding;

import io.megatron.core.Outcome;
import io.megatron.core.funding.PoolLimitMirror;
import io.megatron.core.funding.QueueWork;
import io.megatron.core.funding.WithdrawingPrincipal;
import io.megatron.core.ledger.Deadline;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import io.megatron.mapper.ids.AssetId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Pays the queues of withdrawals, each in its order and within its pool's limit; then shows the
 * limits that have changed by the mere passing of time.
 */
@Component
class LpWithdrawalsJob implements ExchangeJob {
    /** Withdrawals one command looks at; a longer queue takes several. */
    private static final int PIECE = 250;

    private final WithdrawingPrincipal withdrawing;
    private final PoolLimitMirror mirror;
    private final Clock clock;

    LpWithdrawalsJob(WithdrawingPrincipal withdrawing, PoolLimitMirror mirror, Clock clock) {
        this.withdrawing = withdrawing;
        this.mirror = mirror;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "lp-withdrawals";
    }

    @Override
    public String description() {
        return "Pays the queue of each pool's withdrawals within its rolling limit";
    }

    @Override
    public String schedule() {
        return "0 0/15 * * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(new WorkingQueues(), new ShowingLimits());
    }

    private static Phase.Effect effect(QueueWork work) {
        return new Phase.Effect(
                work.payments() > 0 || work.closed(),
                "%d payments, %s USDC; %s USDC still queued"
                        .formatted(work.payments(), work.paid(), work.stillQueued()));
    }

    private final class WorkingQueues implements Phase<AssetId> {
        @Override
        public String name() {
            return "work-queues";
        }

        @Override
        public long count(Run run) {
            return withdrawing.countPoolsToWork();
        }

        @Override
        public List<AssetId> due(Run run, Optional<AssetId> after, int limit) {
            return withdrawing.poolsToWork(after, limit);
        }

        @Override
        public String key(AssetId pool) {
            return "asset_id=" + pool;
        }

        /** Piece by piece, until a piece is not paid to its end; a preview looks at the first. */
        @Override
        public Outcome<Effect> work(Run run, AssetId pool) {
            for (int piece = 0; ; piece++) {
                Outcome<QueueWork> outcome =
                        withdrawing.work(
                                pool,
                                run.piece(pool + " " + piece),
                                PIECE,
                                run.submitting(),
                                Deadline.none());
                if (run.preview() || isLast(outcome)) {
                    return outcome.map(LpWithdrawalsJob::effect);
                }
            }
        }

        private static boolean isLast(Outcome<QueueWork> outcome) {
            return !(outcome instanceof Outcome.Accepted<QueueWork>(QueueWork work, boolean ignored)
                    && work.payments() == PIECE);
        }
    }

    /** Only asks for it, so that a Redis that is away fails no run. */
    private final class ShowingLimits implements Phase<AssetId> {
        @Override
        public String name() {
            return "show-limits";
        }

        @Override
        public long count(Run run) {
            return withdrawing.countPoolsWithWindow(clock.instant());
        }

        @Override
        public List<AssetId> due(Run run, Optional<AssetId> after, int limit) {
            return withdrawing.poolsWithWindow(clock.instant(), after, limit);
        }

        @Override
        public String key(AssetId pool) {
            return "asset_id=" + pool;
        }

        @Override
        public Outcome<Effect> work(Run run, AssetId pool) {
            if (!run.preview()) {
                mirror.show(pool);
            }
            return Outcome.accepted(new Effect(false, "its limit is shown in Redis"));
        }
    }
}
