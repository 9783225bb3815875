package io.megatron.core.funding;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.TimeOrderedIds;
import io.megatron.core.funding.internal.CancelWithdrawalCommand;
import io.megatron.core.funding.internal.PoolWindows;
import io.megatron.core.funding.internal.WithdrawCommand;
import io.megatron.core.funding.internal.WithdrawalDesk;
import io.megatron.core.funding.internal.WithdrawalRules;
import io.megatron.core.funding.internal.WorkQueueCommand;
import io.megatron.core.ledger.Book;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Deadline;
import io.megatron.core.ledger.Submitting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.funding.LpWithdrawal;
import io.megatron.mapper.funding.LpWithdrawalMapper;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.LpWithdrawalId;
import io.megatron.mapper.ids.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Takes principal out of pools: at once as far as the LP's allowance and the pool's limit reach,
 * the rest in the order of asking, in parts where the limit leaves no more.
 */
@Component
public class WithdrawingPrincipal {
    private static final String JOB = "lp-withdrawals";

    private final Book book;
    private final WithdrawalDesk desk;
    private final LpWithdrawalMapper withdrawals;
    private final TimeOrderedIds ids;
    private final Clock clock;
    private final PoolLimitMirror mirror;

    public WithdrawingPrincipal(
            Book book,
            WithdrawalDesk desk,
            LpWithdrawalMapper withdrawals,
            TimeOrderedIds ids,
            Clock clock,
            PoolLimitMirror mirror) {
        this.book = book;
        this.desk = desk;
        this.withdrawals = withdrawals;
        this.ids = ids;
        this.clock = clock;
        this.mirror = mirror;
    }

    /**
     * Asks for principal of the call's subject.
     *
     * @return the withdrawal, or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#USER_NOT_FOUND}, {@link Rejection#ASSET_NOT_FOUND}, {@link
     *     Rejection#WITHDRAWAL_TOO_SMALL}, {@link Rejection#INSUFFICIENT_LP_SHARES}, {@link
     *     Rejection#NOT_VESTED}
     */
    public Outcome<Withdrawing> request(
            Call call, AssetId asset, Usdc amount, Submitting submitting, Deadline deadline) {
        LpWithdrawalId id = LpWithdrawalId.of(ids.at(clock.instant()));
        return mirror.after(
                submitting.submit(
                        book, new WithdrawCommand(desk, call, id, asset, amount), deadline),
                asset);
    }

    /**
     * Takes what still waits of the caller's own withdrawal out of the queue.
     *
     * @return the withdrawal, or {@link Rejection#REQUEST_ID_REUSED}, {@link
     *     Rejection#LP_WITHDRAWAL_NOT_FOUND}, {@link Rejection#LP_WITHDRAWAL_CLOSED}
     */
    public Outcome<LpWithdrawal> cancel(
            Call call, LpWithdrawalId id, Submitting submitting, Deadline deadline) {
        return withdrawals.withdrawals(List.of(id)).stream()
                .filter(withdrawal -> withdrawal.userId().value().equals(call.subject()))
                .findFirst()
                .map(
                        withdrawal ->
                                mirror.after(
                                        submitting.submit(
                                                book,
                                                new CancelWithdrawalCommand(desk, call, withdrawal),
                                                deadline),
                                        withdrawal.assetId()))
                .orElseGet(() -> Outcome.refused(WithdrawalRules.unknown(id)));
    }

    /**
     * Pays the head of a pool's queue as far as its limit reaches. For a job, which calls it until
     * nothing is paid any more; two of them at once pay no more than one.
     *
     * @param run names this piece of the job's work: the same again is a replay
     * @param most how many withdrawals are looked at
     * @return what was done, or {@link Rejection#ASSET_NOT_FOUND}
     */
    public Outcome<QueueWork> work(
            AssetId pool, UUID run, int most, Submitting submitting, Deadline deadline) {
        Call call =
                Call.ofJob(
                        JOB,
                        "WorkQueue",
                        Map.of("asset_id", pool.toString(), "run", run.toString()));
        return mirror.after(
                submitting.submit(
                        book,
                        new WorkQueueCommand(desk, call, pool, withdrawals.queue(pool, most)),
                        deadline),
                pool);
    }

    /** Pools that {@link #work} has something to do for, in the order of ids, after one of them. */
    public List<AssetId> poolsToWork(Optional<AssetId> after, int limit) {
        return withdrawals.poolsToWork(after.orElse(null), limit);
    }

    /** How many pools {@link #work} has something to do for. */
    public long countPoolsToWork() {
        return withdrawals.countPoolsToWork();
    }

    /** Pools whose limit changes by itself as payments leave the window, after one of them. */
    public List<AssetId> poolsWithWindow(Instant at, Optional<AssetId> after, int limit) {
        return withdrawals.poolsPaidAfter(at.minus(PoolWindows.LENGTH), after.orElse(null), limit);
    }

    /** How many pools {@link #poolsWithWindow} has. */
    public long countPoolsWithWindow(Instant at) {
        return withdrawals.countPoolsPaidAfter(at.minus(PoolWindows.LENGTH));
    }

    /** A user's withdrawals before one of them, newest first, of one pool or of all. */
    public List<LpWithdrawal> ofUser(
            UserId user, Optional<AssetId> pool, Optional<LpWithdrawalId> before, int limit) {
        return withdrawals.ofUser(user, pool.orElse(null), before.orElse(null), limit);
    }
}
