package io.megatron.core.funding.internal;

import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.funding.WithdrawalLimits;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.funding.Funding;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpPayment;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.funding.LpWithdrawal;
import io.megatron.mapper.funding.LpWithdrawalMapper.LpPaid;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.UUID;

/**
 * Pays principal out, at once or from the queue: LP shares, lots (the oldest vested first) and
 * capital in one transfer, and with it what its limit was measured on.
 */
final class Paying {
    private final WithdrawalDesk desk;
    private final FundingDesk funding;

    Paying(WithdrawalDesk desk) {
        this.desk = desk;
        this.funding = desk.funding();
    }

    /** The withdrawal after the payment; a queued one leaves the queue by as much. */
    LpWithdrawal pay(
            Draft draft,
            Asset asset,
            LpWithdrawal withdrawal,
            Usdc amount,
            boolean instantly,
            UUID initiator) {
        LpKey lp = withdrawal.lp();
        Usdc capitalBefore = desk.capital(draft, asset.id());
        Usdc paidBefore = desk.paidByPool(draft, asset.id());
        LpWithdrawal after = withdrawal.paid(amount, instantly, draft.time());
        long transferSeq = post(draft, after, amount, initiator);
        takeFromLp(draft, asset, lp, amount, instantly);
        funding.countLpShares(draft, asset.id());
        Usdc base = WithdrawalLimits.base(capitalBefore, paidBefore);
        draft.append(
                desk.payments(),
                new LpPayment(
                        after.id(),
                        after.parts(),
                        lp,
                        amount,
                        instantly,
                        base,
                        paidBefore,
                        WithdrawalDesk.lifted(asset) ? null : desk.limits().poolLimit(base),
                        transferSeq,
                        draft.time()));
        remember(draft, lp, paidBefore, amount, instantly);
        draft.put(desk.withdrawals(), after.id(), after);
        return after;
    }

    private long post(Draft draft, LpWithdrawal after, Usdc amount, UUID initiator) {
        return funding.posting()
                .post(
                        draft,
                        new Posting.Cause(
                                TransferCause.LP_WITHDRAWAL,
                                after.id().value(),
                                after.parts(),
                                initiator,
                                null),
                        List.of(
                                new Posting.Leg(
                                        FundingDesk.capital(after.assetId()), amount.negated()),
                                new Posting.Leg(FundingDesk.cash(after.userId()), amount)));
    }

    private void takeFromLp(Draft draft, Asset asset, LpKey lp, Usdc amount, boolean instantly) {
        LpPosition position = funding.position(draft, lp);
        Funding terms = funding.funding(draft, asset);
        if (!instantly) {
            position = position.withQueued(position.queued().minus(amount));
            draft.put(
                    funding.fundings(),
                    asset.id(),
                    terms.withQueue(terms.queued().minus(amount), terms.withdrawalNumbers()));
        }
        draft.put(funding.positions(), lp, position.withdrawn(amount));
        draft.put(
                funding.lots(),
                lp,
                funding.lots(draft, lp)
                        .draw(
                                amount,
                                lot ->
                                        LiquidityRules.vestedStillThere(
                                                lot, asset.status(), terms, draft.time())));
    }

    private void remember(Draft draft, LpKey lp, Usdc paidBefore, Usdc amount, boolean instantly) {
        LpPaid before = desk.paidToLp(draft, lp);
        draft.put(desk.poolWindows(), lp.assetId(), paidBefore.plus(amount));
        draft.put(
                desk.lpWindows(),
                lp,
                new LpPaid(
                        lp.assetId(),
                        lp.userId(),
                        before.paid().plus(amount),
                        instantly ? before.paidInstantly().plus(amount) : before.paidInstantly()));
    }
}
