package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.funding.Refund;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.funding.Lot;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;
import java.util.Optional;

/**
 * Gives one LP all principal back, whoever asks first: the LP or the job. LP shares and capital go
 * in the same transfer, and its reference follows from pool and LP, so that the database itself
 * refuses to pay a second time.
 */
public final class RefundCommand implements Command<Refund> {
    private final FundingDesk desk;
    private final Refunding refunding;
    private final Call call;
    private final LpKey lp;

    public RefundCommand(FundingDesk desk, Call call, LpKey lp) {
        this.desk = desk;
        this.refunding = new Refunding(desk);
        this.call = call;
        this.lp = lp;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.declare(keys, lp);
    }

    @Override
    public Outcome<Refund> decide(Draft draft) {
        Optional<Asset> asset = draft.find(desk.assets(), lp.assetId());
        return refusal(draft, asset)
                .<Outcome<Refund>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(refund(draft, asset.orElseThrow())));
    }

    private Optional<Refusal> refusal(Draft draft, Optional<Asset> asset) {
        if (draft.find(desk.users(), lp.userId()).isEmpty()) {
            return Optional.of(FundingRules.unknownUser(lp.userId()));
        }
        if (asset.isEmpty()) {
            return Optional.of(FundingRules.unknownAsset(lp.assetId()));
        }
        boolean nothing = desk.position(draft, lp).principal().isZero();
        return refunding
                .refusal(draft, asset.get())
                .or(
                        () ->
                                nothing
                                        ? Optional.of(
                                                Refusal.of(
                                                        Rejection.NOTHING_TO_REFUND,
                                                        "This user has no principal in the pool."))
                                        : Optional.empty());
    }

    private Refund refund(Draft draft, Asset asset) {
        refunding.cancelled(draft, asset);
        LpPosition position = desk.position(draft, lp);
        Usdc principal = position.principal();
        long transferSeq =
                desk.posting()
                        .post(
                                draft,
                                new Posting.Cause(
                                        TransferCause.LP_REFUND,
                                        Call.named("lp_refund " + lp.assetId() + " " + lp.userId()),
                                        call.subject(),
                                        null),
                                List.of(
                                        new Posting.Leg(
                                                FundingDesk.capital(lp.assetId()),
                                                principal.negated()),
                                        new Posting.Leg(FundingDesk.cash(lp.userId()), principal)));
        draft.put(desk.positions(), lp, position.givenBack());
        draft.put(desk.lots(), lp, desk.lots(draft, lp).draw(principal, Lot::left));
        desk.countLpShares(draft, lp.assetId());
        return new Refund(
                principal,
                desk.balance(draft, FundingDesk.cash(lp.userId())),
                transferSeq,
                draft.time());
    }

    @Override
    public String remember(Refund refund) {
        return Remembered.of(
                refund.paid(), refund.cashAfter(), refund.transferSeq(), refund.bookedAt());
    }

    @Override
    public Refund recall(String remembered) {
        Remembered kept = Remembered.read(remembered);
        return new Refund(kept.usdc(), kept.usdc(), kept.number(), kept.instant());
    }
}
