package io.megatron.jobs.funding;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.funding.RefundingLps;
import io.megatron.core.funding.RequestingAssets;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.jobs.frame.ExchangeJob;
import io.megatron.jobs.frame.Phase;
import io.megatron.jobs.frame.Run;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.AssetRequestId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/**
 * Cancels fundings that missed their deadline, gives every LP's principal back, and returns the
 * holds of requests that nobody answered. An LP who claims by hand meanwhile is paid once.
 */
@Component
class FundingRefundsJob implements ExchangeJob {
    private final RefundingLps refunding;
    private final RequestingAssets requesting;
    private final Clock clock;

    FundingRefundsJob(RefundingLps refunding, RequestingAssets requesting, Clock clock) {
        this.refunding = refunding;
        this.requesting = requesting;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "funding-refunds";
    }

    @Override
    public String description() {
        return "Cancels fundings that missed their deadline, refunds their LPs, returns the holds"
                + " of expired asset requests";
    }

    @Override
    public String schedule() {
        return "0 0 * * * ?";
    }

    @Override
    public List<Phase<?>> phases() {
        return List.of(
                new Due<AssetId>(
                        "cancel-fundings",
                        asset -> "asset_id=" + asset,
                        () -> refunding.countMissed(clock.instant()),
                        (after, limit) -> refunding.missed(clock.instant(), after, limit),
                        (asset, submitting) ->
                                refunding
                                        .cancel(asset, submitting, Deadline.none())
                                        .map(cancelled -> "the asset is cancelled"),
                        Rejection.NOTHING_TO_REFUND),
                new Due<LpKey>(
                        "refund-lps",
                        lp -> "asset_id=" + lp.assetId() + " user_id=" + lp.userId(),
                        () -> refunding.countUnrefundedLps(clock.instant()),
                        this::unrefunded,
                        (lp, submitting) ->
                                refunding
                                        .refund(lp, submitting, Deadline.none())
                                        .map(refund -> refund.paid() + " USDC back"),
                        Rejection.NOTHING_TO_REFUND),
                new Due<AssetRequestId>(
                        "return-holds",
                        request -> "asset_request_id=" + request,
                        () -> requesting.countExpired(clock.instant()),
                        (after, limit) -> requesting.expired(clock.instant(), after, limit),
                        (request, submitting) ->
                                requesting
                                        .expire(request, submitting, Deadline.none())
                                        .map(expired -> expired.firstContribution() + " USDC back"),
                        Rejection.ASSET_REQUEST_CLOSED));
    }

    /** Pool by pool; a preview has cancelled nothing, so the missed fundings are among them. */
    private List<LpKey> unrefunded(Optional<LpKey> after, int limit) {
        List<LpKey> found = new ArrayList<>();
        after.ifPresent(
                last ->
                        found.addAll(
                                refunding.lps(last.assetId(), Optional.of(last.userId()), limit)));
        Optional<AssetId> pool = after.map(LpKey::assetId);
        while (found.size() < limit) {
            pool = refunding.refundable(clock.instant(), pool, 1).stream().findFirst();
            if (pool.isEmpty()) {
                break;
            }
            found.addAll(refunding.lps(pool.get(), Optional.empty(), limit - found.size()));
        }
        return found;
    }

    /**
     * A phase over what is due now, each of which is done by a command of its own.
     *
     * @param words names an item for operators
     * @param doing does one, and says in words what it did
     * @param before the refusal that says that somebody else was first
     */
    private record Due<T>(
            String name,
            Function<T, String> words,
            LongSupplier counting,
            Finding<T> finding,
            Doing<T> doing,
            Rejection before)
            implements Phase<T> {

        /** Items that are due, in the order of their keys, after one of them. */
        @FunctionalInterface
        interface Finding<T> {
            List<T> find(Optional<T> after, int limit);
        }

        @FunctionalInterface
        interface Doing<T> {
            Outcome<String> perform(T item, Submitting submitting);
        }

        @Override
        public long count(Run run) {
            return counting.getAsLong();
        }

        @Override
        public List<T> due(Run run, Optional<T> after, int limit) {
            return finding.find(after, limit);
        }

        @Override
        public String key(T item) {
            return words.apply(item);
        }

        @Override
        public Outcome<Effect> work(Run run, T item) {
            return doing.perform(item, run.submitting()).map(done -> new Effect(true, done));
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(before);
        }
    }
}
