package io.megatron.server.funding;

import io.megatron.core.funding.PoolLimitView;
import io.megatron.core.funding.Withdrawing;
import io.megatron.funding.v1.LpWithdrawal;
import io.megatron.funding.v1.LpWithdrawalStatus;
import io.megatron.funding.v1.PoolLimit;
import io.megatron.funding.v1.QueueReason;
import io.megatron.funding.v1.Release;
import io.megatron.funding.v1.RequestLpWithdrawalResponse;
import io.megatron.server.calls.Figures;
import java.util.Optional;

/** Withdrawals of principal in the words of the wire. */
final class WithdrawalMessages {
    private WithdrawalMessages() {}

    static RequestLpWithdrawalResponse asked(Withdrawing made, boolean replayed) {
        return RequestLpWithdrawalResponse.newBuilder()
                .setWithdrawal(withdrawal(made.withdrawal()))
                .setReason(reason(made.reason()))
                .setInstantAllowance(made.allowance().toString())
                .setPoolRemaining(made.poolRemaining().toString())
                .setCashBalanceAfter(made.cashAfter().toString())
                .setReplayed(replayed)
                .build();
    }

    static LpWithdrawal withdrawal(io.megatron.mapper.funding.LpWithdrawal stored) {
        LpWithdrawal.Builder withdrawal =
                LpWithdrawal.newBuilder()
                        .setLpWithdrawalId(stored.id().toString())
                        .setAssetId(stored.assetId().toString())
                        .setUserId(stored.userId().toString())
                        .setNumber(stored.number())
                        .setRequested(stored.requested().toString())
                        .setInstant(stored.instant().toString())
                        .setPaid(stored.paid().toString())
                        .setQueued(stored.queued().toString())
                        .setCancelled(stored.cancelled().toString())
                        .setParts(stored.parts())
                        .setStatus(status(stored.status()))
                        .setRequestedAt(Figures.time(stored.requestedAt()));
        Optional.ofNullable(stored.closedAt())
                .ifPresent(moment -> withdrawal.setClosedAt(Figures.time(moment)));
        return withdrawal.build();
    }

    static PoolLimit limit(PoolLimitView view) {
        return PoolLimit.newBuilder()
                .setAssetId(view.assetId().toString())
                .setLifted(view.lifted())
                .setBase(view.base().toString())
                .setLimit(view.lifted() ? "" : view.limit().toString())
                .setPaid(view.paid().toString())
                .setRemaining(view.remaining().toString())
                .setQueued(view.queued().toString())
                .addAllReleases(
                        view.releases().stream()
                                .map(
                                        release ->
                                                Release.newBuilder()
                                                        .setAt(Figures.time(release.at()))
                                                        .setAmount(release.amount().toString())
                                                        .build())
                                .toList())
                .setAsOf(Figures.time(view.asOf()))
                .build();
    }

    private static LpWithdrawalStatus status(io.megatron.mapper.funding.LpWithdrawalStatus status) {
        return switch (status) {
            case QUEUED -> LpWithdrawalStatus.LP_WITHDRAWAL_STATUS_QUEUED;
            case PAID -> LpWithdrawalStatus.LP_WITHDRAWAL_STATUS_PAID;
            case CANCELLED -> LpWithdrawalStatus.LP_WITHDRAWAL_STATUS_CANCELLED;
        };
    }

    private static QueueReason reason(io.megatron.core.funding.QueueReason reason) {
        return switch (reason) {
            case NONE -> QueueReason.QUEUE_REASON_UNSPECIFIED;
            case INSTANT_ALLOWANCE -> QueueReason.QUEUE_REASON_INSTANT_ALLOWANCE;
            case POOL_DAILY_LIMIT -> QueueReason.QUEUE_REASON_POOL_DAILY_LIMIT;
            case QUEUED_BEFORE -> QueueReason.QUEUE_REASON_QUEUED_BEFORE;
        };
    }
}
