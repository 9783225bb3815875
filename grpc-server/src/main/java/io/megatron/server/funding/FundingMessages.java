package io.megatron.server.funding;

import io.megatron.assets.v1.AssetStatus;
import io.megatron.core.funding.FundingView;
import io.megatron.core.funding.LotView;
import io.megatron.core.funding.LpPositionView;
import io.megatron.curve.funding.VestingSchedule;
import io.megatron.funding.v1.Contribution;
import io.megatron.funding.v1.FeeClaim;
import io.megatron.funding.v1.Funding;
import io.megatron.funding.v1.Lot;
import io.megatron.funding.v1.LpPosition;
import io.megatron.funding.v1.Refund;
import io.megatron.funding.v1.Tranche;
import io.megatron.server.calls.Figures;
import java.util.List;

/** Fundings and liquidity providers in the words of the wire. */
final class FundingMessages {
    private FundingMessages() {}

    static Funding funding(FundingView view) {
        Funding.Builder funding =
                Funding.newBuilder()
                        .setAssetId(view.asset().id().toString())
                        .setSymbol(view.asset().symbol())
                        .setStatus(status(view.asset().status()))
                        .setSoftCap(view.funding().softCap().toString())
                        .setHardCap(view.funding().hardCap().toString())
                        .setRaised(view.raised().toString())
                        .setLps(view.lps())
                        .setDeadline(Figures.time(view.funding().deadline()))
                        .addAllVesting(tranches(VestingSchedule.parse(view.funding().vesting())))
                        .setQueued(view.funding().queued().toString());
        view.funding()
                .activation()
                .ifPresent(moment -> funding.setActivatedAt(Figures.time(moment)));
        return funding.build();
    }

    private static List<Tranche> tranches(VestingSchedule schedule) {
        return schedule.tranches().stream()
                .map(
                        tranche ->
                                Tranche.newBuilder()
                                        .setAfterDays(tranche.afterDays())
                                        .setVestedBps(tranche.vestedBps())
                                        .build())
                .toList();
    }

    static LpPosition position(LpPositionView view) {
        var position = view.position();
        return LpPosition.newBuilder()
                .setAssetId(position.assetId().toString())
                .setUserId(position.userId().toString())
                .setStatus(status(view.status()))
                .setPrincipal(position.principal().toString())
                .setVested(view.vested().toString())
                .setQueued(position.queued().toString())
                .setAvailable(view.available().toString())
                .setClaimableFees(view.claimable().toString())
                .setClaimedFees(position.claimed().toString())
                .setContributed(position.contributed().toString())
                .setWithdrawn(position.withdrawn().toString())
                .setRefunded(position.refunded().toString())
                .setAsOf(Figures.time(view.asOf()))
                .build();
    }

    static Lot lot(LotView view) {
        var stored = view.lot();
        Lot.Builder lot =
                Lot.newBuilder()
                        .setNumber(stored.number())
                        .setAmount(stored.amount().toString())
                        .setWithdrawn(stored.withdrawn().toString())
                        .setVested(view.vested().toString())
                        .setContributedAt(Figures.time(stored.contributedAt()))
                        .addAllSchedule(tranches(stored.schedule()));
        view.vestsFrom().ifPresent(start -> lot.setVestsFrom(Figures.time(start)));
        view.next()
                .ifPresent(
                        next ->
                                lot.setNextUnlockAt(Figures.time(next.at()))
                                        .setVestedAtNextUnlock(next.vestedAfter().toString()));
        return lot.build();
    }

    static Contribution contribution(io.megatron.core.funding.Contribution made) {
        return Contribution.newBuilder()
                .setContributionId(made.id().toString())
                .setAssetId(made.assetId().toString())
                .setLotNumber(made.lotNumber())
                .setAmount(made.amount().toString())
                .setStatusAfter(status(made.statusAfter()))
                .setActivated(made.activated())
                .setRaisedAfter(made.capitalAfter().toString())
                .setPrincipalAfter(made.principalAfter().toString())
                .setCashBalanceAfter(made.cashAfter().toString())
                .setLedgerSequence(made.transferSeq())
                .setBookedAt(Figures.time(made.bookedAt()))
                .build();
    }

    static FeeClaim claim(io.megatron.core.funding.FeeClaim claim) {
        return FeeClaim.newBuilder()
                .setPaid(claim.paid().toString())
                .setCashBalanceAfter(claim.cashAfter().toString())
                .setLedgerSequence(claim.transferSeq())
                .setBookedAt(Figures.time(claim.bookedAt()))
                .build();
    }

    static Refund refund(io.megatron.core.funding.Refund refund) {
        return Refund.newBuilder()
                .setPaid(refund.paid().toString())
                .setCashBalanceAfter(refund.cashAfter().toString())
                .setLedgerSequence(refund.transferSeq())
                .setBookedAt(Figures.time(refund.bookedAt()))
                .build();
    }

    static AssetStatus status(io.megatron.mapper.assets.AssetStatus status) {
        return switch (status) {
            case FUNDING -> AssetStatus.ASSET_STATUS_FUNDING;
            case ACTIVE -> AssetStatus.ASSET_STATUS_ACTIVE;
            case SELL_ONLY -> AssetStatus.ASSET_STATUS_SELL_ONLY;
            case CLOSED -> AssetStatus.ASSET_STATUS_CLOSED;
            case CANCELLED -> AssetStatus.ASSET_STATUS_CANCELLED;
        };
    }
}
