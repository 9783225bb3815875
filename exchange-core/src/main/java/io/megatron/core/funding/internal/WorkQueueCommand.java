package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.funding.QueueWork;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.funding.WithdrawalLimits;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.funding.LpWithdrawal;
import io.megatron.mapper.funding.LpWithdrawalStatus;
import io.megatron.mapper.ids.AssetId;
import java.util.List;
import java.util.Optional;

/**
 * Pays the head of a pool's queue as far as the pool's limit reaches, the last one in part, and
 * closes a retired asset that has nobody left.
 *
 * <p>The head was read before the book was taken. Since numbers only rise and withdrawals only ever
 * leave the queue, whoever was not in it then stands behind all who were, and whoever has left is
 * passed over: nobody overtakes.
 */
public final class WorkQueueCommand implements Command<QueueWork> {
    private final WithdrawalDesk desk;
    private final FundingDesk funding;
    private final Paying paying;
    private final Call call;
    private final AssetId id;
    private final List<LpWithdrawal> head;

    /**
     * Work to be decided.
     *
     * @param head the queue's first withdrawals, in its order
     */
    public WorkQueueCommand(WithdrawalDesk desk, Call call, AssetId id, List<LpWithdrawal> head) {
        this.desk = desk;
        this.funding = desk.funding();
        this.paying = new Paying(desk);
        this.call = call;
        this.id = id;
        this.head = List.copyOf(head);
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.declare(keys, id);
        for (LpWithdrawal withdrawal : head) {
            desk.declare(keys, withdrawal.lp());
            keys.add(desk.withdrawals(), withdrawal.id());
        }
    }

    @Override
    public Outcome<QueueWork> decide(Draft draft) {
        Optional<Asset> asset = draft.find(funding.assets(), id);
        if (asset.isEmpty()) {
            return Outcome.refused(FundingRules.unknownAsset(id));
        }
        int payments = 0;
        Usdc paid = Usdc.ZERO;
        for (LpWithdrawal read : head) {
            LpWithdrawal withdrawal = draft.find(desk.withdrawals(), read.id()).orElseThrow();
            Usdc amount =
                    withdrawal.status() == LpWithdrawalStatus.QUEUED
                            ? WithdrawalLimits.least(
                                    withdrawal.queued(), desk.poolRemaining(draft, asset.get()))
                            : Usdc.ZERO;
            if (amount.isPositive()) {
                paying.pay(draft, asset.get(), withdrawal, amount, false, call.subject());
                payments++;
                paid = paid.plus(amount);
            }
        }
        return Outcome.accepted(result(draft, asset.get(), payments, paid));
    }

    private QueueWork result(Draft draft, Asset asset, int payments, Usdc paid) {
        Usdc remaining = desk.poolRemaining(draft, asset);
        Usdc queued = funding.funding(draft, asset).queued();
        return new QueueWork(
                payments,
                paid,
                queued,
                remaining,
                desk.closing().closeIfEmpty(draft, id, call.subject()));
    }

    @Override
    public String remember(QueueWork work) {
        return Remembered.of(
                work.payments(),
                work.paid(),
                work.stillQueued(),
                work.poolRemaining(),
                work.closed());
    }

    @Override
    public QueueWork recall(String remembered) {
        Remembered kept = Remembered.read(remembered);
        return new QueueWork(
                Math.toIntExact(kept.number()), kept.usdc(), kept.usdc(), kept.usdc(), kept.yes());
    }
}
