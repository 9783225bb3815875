package io.megatron.core.funding.internal;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.assets.FundingSettings;
import io.megatron.core.funding.QueueReason;
import io.megatron.curve.funding.WithdrawalLimits;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.funding.LpWithdrawal;
import io.megatron.mapper.funding.LpWithdrawalStatus;
import io.megatron.mapper.ids.LpWithdrawalId;
import java.util.Map;
import java.util.Optional;

/** What stands against a withdrawal, and why a part of it waits. */
public final class WithdrawalRules {
    private WithdrawalRules() {}

    public static Refusal unknown(LpWithdrawalId id) {
        return Refusal.of(Rejection.LP_WITHDRAWAL_NOT_FOUND, "There is no withdrawal " + id + ".");
    }

    static Optional<Refusal> queued(LpWithdrawal withdrawal) {
        return FundingRules.when(
                withdrawal.status() != LpWithdrawalStatus.QUEUED,
                Rejection.LP_WITHDRAWAL_CLOSED,
                "The withdrawal is " + withdrawal.status() + ".",
                Map.of("status", withdrawal.status().name()));
    }

    /**
     * What is asked for has to be there, vested, and not asked for before.
     *
     * @param vested vested principal that is still there, queued or not
     */
    static Optional<Refusal> available(
            Usdc amount, LpPosition position, Usdc vested, Asset asset, FundingSettings settings) {
        Usdc available = vested.minus(position.queued());
        Usdc principal = position.principal().minus(position.queued());
        Usdc least = WithdrawalLimits.least(settings.minWithdrawal(), available);
        Map<String, String> figures =
                Map.of(
                        "available", available.toString(),
                        "principal", position.principal().toString(),
                        "queued", position.queued().toString(),
                        "status", asset.status().name());
        return FundingRules.when(
                        amount.compareTo(least) < 0,
                        Rejection.WITHDRAWAL_TOO_SMALL,
                        "A withdrawal is " + least + " USDC at the least.",
                        figures)
                .or(
                        () ->
                                FundingRules.when(
                                        amount.compareTo(principal) > 0,
                                        Rejection.INSUFFICIENT_LP_SHARES,
                                        "Only " + principal + " USDC can still be asked for.",
                                        figures))
                .or(
                        () ->
                                FundingRules.when(
                                        amount.compareTo(available) > 0,
                                        Rejection.NOT_VESTED,
                                        "Only " + available + " USDC are vested and not queued.",
                                        figures));
    }

    /** Why not all of it is paid at once: what binds most, the LP's own allowance first. */
    static QueueReason reason(
            Usdc asked, Usdc instant, Usdc allowance, Usdc poolRemaining, Usdc queuedBefore) {
        if (instant.equals(asked)) {
            return QueueReason.NONE;
        }
        if (instant.equals(allowance)) {
            return QueueReason.INSTANT_ALLOWANCE;
        }
        return queuedBefore.isZero() ? QueueReason.POOL_DAILY_LIMIT : QueueReason.QUEUED_BEFORE;
    }
}
