package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.funding.Funding;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.funding.LpWithdrawal;

/** Takes what still waits of a withdrawal out of the queue. */
public final class CancelWithdrawalCommand implements Command<LpWithdrawal> {
    private final WithdrawalDesk desk;
    private final FundingDesk funding;
    private final Call call;
    private final LpWithdrawal asked;

    /**
     * A cancellation to be decided.
     *
     * @param asked the withdrawal as it was found; whose it is never changes
     */
    public CancelWithdrawalCommand(WithdrawalDesk desk, Call call, LpWithdrawal asked) {
        this.desk = desk;
        this.funding = desk.funding();
        this.call = call;
        this.asked = asked;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        funding.declare(keys, asked.lp());
        keys.add(desk.withdrawals(), asked.id());
    }

    @Override
    public Outcome<LpWithdrawal> decide(Draft draft) {
        LpWithdrawal withdrawal = draft.find(desk.withdrawals(), asked.id()).orElseThrow();
        return WithdrawalRules.queued(withdrawal)
                .<Outcome<LpWithdrawal>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(cancel(draft, withdrawal)));
    }

    private LpWithdrawal cancel(Draft draft, LpWithdrawal withdrawal) {
        Usdc queued = withdrawal.queued();
        Asset asset = draft.find(funding.assets(), withdrawal.assetId()).orElseThrow();
        Funding terms = funding.funding(draft, asset);
        LpPosition position = funding.position(draft, withdrawal.lp());
        draft.put(
                funding.fundings(),
                asset.id(),
                terms.withQueue(terms.queued().minus(queued), terms.withdrawalNumbers()));
        draft.put(
                funding.positions(),
                withdrawal.lp(),
                position.withQueued(position.queued().minus(queued)));
        LpWithdrawal cancelled = withdrawal.cancelled(draft.time());
        draft.put(desk.withdrawals(), cancelled.id(), cancelled);
        return cancelled;
    }

    @Override
    public String remember(LpWithdrawal cancelled) {
        return Remembered.of(
                cancelled.paid(), cancelled.cancelled(), cancelled.parts(), cancelled.closedAt());
    }

    @Override
    public LpWithdrawal recall(String remembered) {
        Remembered kept = Remembered.read(remembered);
        Usdc paid = kept.usdc();
        Usdc cancelled = kept.usdc();
        int parts = Math.toIntExact(kept.number());
        return new LpWithdrawal(
                        asked.id(),
                        asked.assetId(),
                        asked.userId(),
                        asked.number(),
                        paid.plus(cancelled),
                        asked.instant(),
                        paid,
                        Usdc.ZERO,
                        parts,
                        asked.status(),
                        asked.requestedAt(),
                        null)
                .cancelled(kept.instant());
    }
}
