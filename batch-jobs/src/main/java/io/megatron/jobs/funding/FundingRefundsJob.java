package io.megatron.jobs.funding;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.funding.RefundingLps;
import io.megatron.core.funding.RequestingAssets;
import io.megatron.core.ledger.Deadline;
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
        return List.of(new Cancelling(), new Refunding(), new Returning());
    }

    private final class Cancelling implements Phase<AssetId> {
        @Override
        public String name() {
            return "cancel-fundings";
        }

        @Override
        public long count(Run run) {
            return refunding.countMissed(clock.instant());
        }

        @Override
        public List<AssetId> due(Run run, Optional<AssetId> after, int limit) {
            return refunding.missed(clock.instant(), after, limit);
        }

        @Override
        public String key(AssetId asset) {
            return "asset_id=" + asset;
        }

        @Override
        public Outcome<Effect> work(Run run, AssetId asset) {
            return refunding
                    .cancel(asset, run.submitting(), Deadline.none())
                    .map(cancelled -> new Effect(true, "the asset is cancelled"));
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(Rejection.NOTHING_TO_REFUND);
        }
    }

    /** A preview has cancelled nothing, so it looks at the missed fundings as well. */
    private final class Refunding implements Phase<LpKey> {
        @Override
        public String name() {
            return "refund-lps";
        }

        @Override
        public long count(Run run) {
            return refunding.countUnrefundedLps(clock.instant());
        }

        @Override
        public List<LpKey> due(Run run, Optional<LpKey> after, int limit) {
            List<LpKey> found = new ArrayList<>();
            after.ifPresent(
                    last ->
                            found.addAll(
                                    refunding.lps(
                                            last.assetId(), Optional.of(last.userId()), limit)));
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

        @Override
        public String key(LpKey lp) {
            return "asset_id=" + lp.assetId() + " user_id=" + lp.userId();
        }

        @Override
        public Outcome<Effect> work(Run run, LpKey lp) {
            return refunding
                    .refund(lp, run.submitting(), Deadline.none())
                    .map(refund -> new Effect(true, refund.paid() + " USDC back"));
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(Rejection.NOTHING_TO_REFUND);
        }
    }

    private final class Returning implements Phase<AssetRequestId> {
        @Override
        public String name() {
            return "return-holds";
        }

        @Override
        public long count(Run run) {
            return requesting.countExpired(clock.instant());
        }

        @Override
        public List<AssetRequestId> due(Run run, Optional<AssetRequestId> after, int limit) {
            return requesting.expired(clock.instant(), after, limit);
        }

        @Override
        public String key(AssetRequestId request) {
            return "asset_request_id=" + request;
        }

        @Override
        public Outcome<Effect> work(Run run, AssetRequestId request) {
            return requesting
                    .expire(request, run.submitting(), Deadline.none())
                    .map(expired -> new Effect(true, expired.firstContribution() + " USDC back"));
        }

        @Override
        public Set<Rejection> doneBefore() {
            return Set.of(Rejection.ASSET_REQUEST_CLOSED);
        }
    }
}
