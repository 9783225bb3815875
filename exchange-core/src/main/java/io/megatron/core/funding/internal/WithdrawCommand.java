package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.funding.QueueReason;
import io.megatron.core.funding.Withdrawing;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.funding.WithdrawalLimits;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.funding.Funding;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.funding.LpWithdrawal;
import io.megatron.mapper.funding.LpWithdrawalMapper.LpPaid;
import io.megatron.mapper.funding.LpWithdrawalStatus;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.LpWithdrawalId;
import io.megatron.mapper.ids.UserId;
import java.time.Instant;
import java.util.Optional;

/** Asks for principal: a part may be paid at once, the rest is queued and reserved. */
public final class WithdrawCommand implements Command<Withdrawing> {
    private final WithdrawalDesk desk;
    private final FundingDesk funding;
    private final Paying paying;
    private final Call call;
    private final LpKey lp;
    private final Usdc amount;
    private final LpWithdrawalId id;

    public WithdrawCommand(
            WithdrawalDesk desk, Call call, LpWithdrawalId id, AssetId asset, Usdc amount) {
        this.desk = desk;
        this.funding = desk.funding();
        this.paying = new Paying(desk);
        this.call = call;
        this.id = id;
        this.lp = new LpKey(asset, UserId.of(call.subject()));
        this.amount = amount;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.declare(keys, lp.assetId());
        desk.declare(keys, lp);
        keys.add(desk.withdrawals(), id);
    }

    @Override
    public Outcome<Withdrawing> decide(Draft draft) {
        Optional<Asset> asset = draft.find(funding.assets(), lp.assetId());
        return refusal(draft, asset)
                .<Outcome<Withdrawing>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(withdraw(draft, asset.orElseThrow())));
    }

    private Optional<Refusal> refusal(Draft draft, Optional<Asset> asset) {
        if (draft.find(funding.users(), lp.userId()).isEmpty()) {
            return Optional.of(FundingRules.unknownUser(lp.userId()));
        }
        if (asset.isEmpty()) {
            return Optional.of(FundingRules.unknownAsset(lp.assetId()));
        }
        return WithdrawalRules.available(
                amount,
                funding.position(draft, lp),
                vested(draft, asset.get()),
                asset.get(),
                funding.settings());
    }

    private Usdc vested(Draft draft, Asset asset) {
        Funding terms = funding.funding(draft, asset);
        return funding.lots(draft, lp)
                .sum(
                        lot ->
                                LiquidityRules.vestedStillThere(
                                        lot, asset.status(), terms, draft.time()));
    }

    private Withdrawing withdraw(Draft draft, Asset asset) {
        LpPaid paid = desk.paidToLp(draft, lp);
        Usdc allowance =
                desk.limits()
                        .instantAllowance(vested(draft, asset), paid.paid(), paid.paidInstantly());
        Usdc poolRemaining = desk.poolRemaining(draft, asset);
        Usdc queuedBefore = funding.funding(draft, asset).queued();
        Usdc instant = WithdrawalLimits.instantly(amount, allowance, poolRemaining, queuedBefore);
        LpWithdrawal withdrawal = queue(draft, asset, amount.minus(instant));
        if (instant.isPositive()) {
            withdrawal = paying.pay(draft, asset, withdrawal, instant, true, call.subject());
            desk.closing().closeIfEmpty(draft, asset.id(), call.subject());
        } else {
            draft.put(desk.withdrawals(), id, withdrawal);
        }
        return new Withdrawing(
                withdrawal,
                WithdrawalRules.reason(amount, instant, allowance, poolRemaining, queuedBefore),
                allowance,
                poolRemaining,
                funding.balance(draft, FundingDesk.cash(lp.userId())));
    }

    /** Reserves what is not paid at once, at the end of the pool's queue. */
    private LpWithdrawal queue(Draft draft, Asset asset, Usdc queued) {
        Funding terms = funding.funding(draft, asset);
        LpPosition position = funding.position(draft, lp);
        long number = terms.withdrawalNumbers() + 1;
        draft.put(
                funding.fundings(),
                asset.id(),
                terms.withQueue(terms.queued().plus(queued), number));
        draft.put(funding.positions(), lp, position.withQueued(position.queued().plus(queued)));
        return asked(id, number, draft.time());
    }

    private LpWithdrawal asked(LpWithdrawalId withdrawalId, long number, Instant at) {
        return new LpWithdrawal(
                withdrawalId,
                lp.assetId(),
                lp.userId(),
                number,
                amount,
                Usdc.ZERO,
                Usdc.ZERO,
                Usdc.ZERO,
                0,
                LpWithdrawalStatus.QUEUED,
                at,
                null);
    }

    @Override
    public String remember(Withdrawing made) {
        LpWithdrawal withdrawal = made.withdrawal();
        return Remembered.of(
                withdrawal.id(),
                withdrawal.number(),
                withdrawal.requestedAt(),
                withdrawal.instant(),
                made.reason(),
                made.allowance(),
                made.poolRemaining(),
                made.cashAfter());
    }

    @Override
    public Withdrawing recall(String remembered) {
        Remembered kept = Remembered.read(remembered);
        LpWithdrawalId first = LpWithdrawalId.of(kept.uuid());
        long number = kept.number();
        Instant at = kept.instant();
        Usdc instant = kept.usdc();
        LpWithdrawal asked = asked(first, number, at);
        return new Withdrawing(
                instant.isPositive() ? asked.paid(instant, true, at) : asked,
                QueueReason.valueOf(kept.text()),
                kept.usdc(),
                kept.usdc(),
                kept.usdc());
    }
}
