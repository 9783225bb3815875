package io.megatron.jobs.custody;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.custody.BlockRange;
import io.megatron.core.custody.FollowingAuthorizations;
import io.megatron.core.custody.FollowingAuthorizations.Moved;
import io.megatron.core.custody.FollowingAuthorizations.View;
import io.megatron.core.custody.PaymentConditions;
import io.megatron.core.custody.ReadingWithdrawals;
import io.megatron.core.custody.SendingSubmissions;
import io.megatron.core.custody.SigningWithdrawals;
import io.megatron.core.custody.WatchingCustody;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import io.megatron.mapper.custody.Authorization;
import io.megatron.mapper.custody.Submission;
import io.megatron.mapper.custody.Withdrawal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Pays withdrawals on the chain: settles what final blocks have taken, follows what newer ones
 * have, signs what is approved, and sends what is signed. Whatever it is cut off in, the next run
 * goes on from the rows, and the token takes each payment once.
 */
@Component
class CustodyWithdrawalsJob implements ExchangeJob {
    private static final Logger LOG = LoggerFactory.getLogger(CustodyWithdrawalsJob.class);

    /** Between two looks at whether to stop; each takes some calls of a node. */
    private static final int PAYMENTS = 25;

    private final PaymentConditions conditions;
    private final FollowingAuthorizations following;
    private final SigningWithdrawals signing;
    private final SendingSubmissions sending;
    private final ReadingWithdrawals reading;
    private final WatchingCustody watching;
    private final AlertFigures figures;
    private final AtomicLong oldestSeconds = new AtomicLong();

    CustodyWithdrawalsJob(
            PaymentConditions conditions,
            FollowingAuthorizations following,
            SigningWithdrawals signing,
            SendingSubmissions sending,
            ReadingWithdrawals reading,
            WatchingCustody watching,
            AlertFigures figures,
            MeterRegistry meters) {
        this.conditions = conditions;
        this.following = following;
        this.signing = signing;
        this.sending = sending;
        this.reading = reading;
        this.watching = watching;
        this.figures = figures;
        Gauge.builder("megatron.withdrawals.oldest.open", oldestSeconds, AtomicLong::get)
                .description("seconds the oldest withdrawal that has not ended has waited")
                .register(meters);
    }

    @Override
    public String name() {
        return "custody-withdrawals";
    }

    @Override
    public String description() {
        return conditions
                .off()
                .map(why -> "Signs, sends, follows and settles withdrawals; off: " + why)
                .orElse("Signs, sends, follows and settles withdrawals");
    }

    @Override
    public String schedule() {
        return "5/30 * * * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        Looking looking = new Looking();
        return List.of(
                new Settling(looking),
                new Following(looking),
                new AlertPhase(watching, watching::payments),
                new Signing(),
                new Submitting(),
                new Sending());
    }

    /** One look at the chain, which both phases go by that read it. */
    private final class Looking {
        private @Nullable View view;
        private boolean looked;

        Optional<View> view() {
            if (!looked) {
                conditions
                        .off()
                        .ifPresent(why -> LOG.info("withdrawals are not worked on: {}", why));
                view = following.look().orElse(null);
                looked = true;
            }
            return Optional.ofNullable(view);
        }
    }

    /** One range of final blocks after another: the place moves in their order. */
    private final class Settling implements Phase<BlockRange> {
        private final Looking looking;

        Settling(Looking looking) {
            this.looking = looking;
        }

        @Override
        public String name() {
            return "settle";
        }

        @Override
        public long count(Run run) {
            return looking.view()
                    .map(view -> Math.max(0, view.finalized().number() - view.from() + 1))
                    .map(blocks -> Math.ceilDiv(blocks, following.maxBlocks()))
                    .orElse(0L);
        }

        @Override
        public List<BlockRange> due(Run run, Optional<BlockRange> after, int limit) {
            return looking.view()
                    .flatMap(view -> following.next(view, after))
                    .map(List::of)
                    .orElseGet(List::of);
        }

        @Override
        public String key(BlockRange blocks) {
            return "blocks=" + blocks;
        }

        @Override
        public int atOnce(int usual) {
            return 1;
        }

        @Override
        public Outcome<Effect> work(Run run, BlockRange blocks) {
            return run.preview()
                    ? Outcome.accepted(new Effect(true, "would be read"))
                    : following
                            .settle(looking.view().orElseThrow(), blocks)
                            .map(ended -> new Effect(ended > 0, ended + " payments ended"));
        }
    }

    private final class Following implements Phase<Moved> {
        private final Looking looking;

        Following(Looking looking) {
            this.looking = looking;
        }

        @Override
        public String name() {
            return "follow";
        }

        @Override
        public long count(Run run) {
            oldestSeconds.set(reading.oldestOpen().toSeconds());
            figures.stand(watching);
            return following.count();
        }

        @Override
        public List<Moved> due(Run run, Optional<Moved> after, int limit) {
            return looking.view()
                    .map(view -> following.moved(view, after, limit))
                    .orElseGet(List::of);
        }

        @Override
        public String key(Moved moved) {
            return "authorization_id=" + moved.authorization().id();
        }

        @Override
        public Outcome<Effect> work(Run run, Moved moved) {
            return run.preview()
                    ? Outcome.accepted(new Effect(true, moved.words()))
                    : following
                            .follow(looking.view().orElseThrow(), moved)
                            .map(_ -> new Effect(true, moved.words()));
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(Rejection.WITHDRAWAL_CLOSED);
        }
    }

    /** One after another, since each takes the submitter's next nonce. */
    private final class Signing implements Phase<Withdrawal> {
        @Override
        public String name() {
            return "sign";
        }

        @Override
        public long count(Run run) {
            return signing.count();
        }

        @Override
        public List<Withdrawal> due(Run run, Optional<Withdrawal> after, int limit) {
            return signing.ready(after, limit);
        }

        @Override
        public String key(Withdrawal withdrawal) {
            return "withdrawal_id=" + withdrawal.id();
        }

        @Override
        public int atOnce(int usual) {
            return Math.min(usual, PAYMENTS);
        }

        @Override
        public boolean inOrder() {
            return true;
        }

        @Override
        public Outcome<Effect> work(Run run, Withdrawal withdrawal) {
            return run.preview()
                    ? Outcome.accepted(
                            new Effect(
                                    true,
                                    "%s USDC to %s would be signed"
                                            .formatted(
                                                    withdrawal.amount(), withdrawal.destination())))
                    : signing.sign(withdrawal).map(status -> new Effect(true, status.toString()));
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(Rejection.WITHDRAWAL_CLOSED, Rejection.NONCE_TAKEN);
        }
    }

    private final class Submitting implements Phase<Authorization> {
        @Override
        public String name() {
            return "submit";
        }

        @Override
        public long count(Run run) {
            return 0;
        }

        @Override
        public List<Authorization> due(Run run, Optional<Authorization> after, int limit) {
            return sending.uncarried(after, limit);
        }

        @Override
        public String key(Authorization authorization) {
            return "authorization_id=" + authorization.id();
        }

        @Override
        public int atOnce(int usual) {
            return Math.min(usual, PAYMENTS);
        }

        @Override
        public boolean inOrder() {
            return true;
        }

        @Override
        public Outcome<Effect> work(Run run, Authorization authorization) {
            return run.preview()
                    ? Outcome.accepted(new Effect(true, "would get a transaction"))
                    : sending.submit(authorization)
                            .map(hash -> new Effect(true, "transaction " + hash));
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(Rejection.NONCE_TAKEN);
        }
    }

    /** In the order of nonces, as the chain takes them. */
    private final class Sending implements Phase<Submission> {
        @Override
        public String name() {
            return "send";
        }

        @Override
        public long count(Run run) {
            return sending.count();
        }

        @Override
        public List<Submission> due(Run run, Optional<Submission> after, int limit) {
            return sending.due(after, limit);
        }

        @Override
        public String key(Submission submission) {
            return "nonce=%d transaction=%s"
                    .formatted(submission.accountNonce(), submission.hash());
        }

        @Override
        public int atOnce(int usual) {
            return Math.min(usual, PAYMENTS);
        }

        @Override
        public boolean inOrder() {
            return true;
        }

        @Override
        public Outcome<Effect> work(Run run, Submission submission) {
            return run.preview()
                    ? Outcome.accepted(new Effect(true, "would be sent"))
                    : sending.send(submission).map(answer -> new Effect(true, answer));
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(Rejection.NONCE_TAKEN);
        }
    }
}
