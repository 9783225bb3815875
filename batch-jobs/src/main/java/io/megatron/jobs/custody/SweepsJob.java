package io.megatron.jobs.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.PaymentConditions;
import io.megatron.core.custody.SigningSweeps;
import io.megatron.core.custody.SigningSweeps.Full;
import io.megatron.core.custody.WatchingCustody;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import io.megatron.mapper.custody.DepositAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Signs what moves the USDC of deposit addresses to the hot wallet; the job custody-withdrawals
 * sends and follows it. Then proves the reserves, for an alarm.
 */
@Component
class SweepsJob implements ExchangeJob {
    /** Between two looks at whether to stop; each takes some calls of a node. */
    private static final int SWEEPS = 25;

    private static final String DOES = "Signs sweeps of deposit addresses to the hot wallet";

    private final PaymentConditions conditions;
    private final SigningSweeps sweeps;
    private final WatchingCustody watching;

    SweepsJob(PaymentConditions conditions, SigningSweeps sweeps, WatchingCustody watching) {
        this.conditions = conditions;
        this.sweeps = sweeps;
        this.watching = watching;
    }

    @Override
    public String name() {
        return "sweeps";
    }

    @Override
    public String description() {
        return conditions.off().map(why -> DOES + "; off: " + why).orElse(DOES);
    }

    @Override
    public String schedule() {
        return "0 0/10 * * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(
                new LookingAround(), new Signing(), new AlertPhase(watching, watching::reserves));
    }

    /** A page of all addresses in each run, for what nobody has seen arrive. */
    private final class LookingAround implements Phase<List<DepositAddress>> {
        @Override
        public String name() {
            return "look";
        }

        @Override
        public long count(Run run) {
            return 0;
        }

        @Override
        public List<List<DepositAddress>> due(
                Run run, Optional<List<DepositAddress>> after, int limit) {
            List<DepositAddress> page = after.isPresent() ? List.of() : sweeps.round();
            return page.isEmpty() ? List.of() : List.of(page);
        }

        @Override
        public String key(List<DepositAddress> page) {
            return "from_index=" + page.getFirst().derivationIndex();
        }

        @Override
        public Outcome<Effect> work(Run run, List<DepositAddress> page) {
            if (run.preview()) {
                return Outcome.accepted(
                        new Effect(true, page.size() + " addresses would be looked at"));
            }
            int full = sweeps.lookAt(page);
            return Outcome.accepted(new Effect(full > 0, full + " addresses hold enough"));
        }
    }

    /** One after another, since each takes the submitter's next nonce. */
    private final class Signing implements Phase<Full> {
        @Override
        public String name() {
            return "sign";
        }

        /**
         * Nobody knows before the chain was asked about all addresses, which is the work itself.
         */
        @Override
        public long count(Run run) {
            return 0;
        }

        @Override
        public List<Full> due(Run run, Optional<Full> after, int limit) {
            return sweeps.full(after);
        }

        @Override
        public String key(Full full) {
            return "address=" + full.address().address();
        }

        @Override
        public int atOnce(int usual) {
            return Math.min(usual, SWEEPS);
        }

        @Override
        public boolean inOrder() {
            return true;
        }

        @Override
        public Outcome<Effect> work(Run run, Full full) {
            String words = full.amount() + " USDC to the hot wallet";
            return run.preview()
                    ? Outcome.accepted(new Effect(true, words))
                    : sweeps.sign(full).map(_ -> new Effect(true, words));
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(Rejection.ALREADY_SWEPT, Rejection.NONCE_TAKEN);
        }
    }
}
