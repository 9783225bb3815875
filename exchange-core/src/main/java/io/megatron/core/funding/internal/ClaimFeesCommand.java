package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.funding.FeeClaim;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.core.ledger.Posting;
import io.megatron.curve.fees.RewardAccumulator;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.funding.LpPosition;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.TransferCause;
import java.util.List;

/**
 * Pays an LP's fees: whole micros, and what they leave stays accrued. Possible at any time, for
 * blocked users and for LPs who have long left as well.
 */
public final class ClaimFeesCommand implements Command<FeeClaim> {
    private final FundingDesk desk;
    private final Call call;
    private final LpKey lp;

    public ClaimFeesCommand(FundingDesk desk, Call call, AssetId asset) {
        this.desk = desk;
        this.call = call;
        this.lp = new LpKey(asset, UserId.of(call.subject()));
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        keys.add(desk.users(), lp.userId());
        keys.add(desk.assets(), lp.assetId());
        keys.add(desk.positions(), lp);
        keys.add(desk.posting().accounts(), FundingDesk.rewards(lp.assetId()));
        keys.add(desk.posting().accounts(), FundingDesk.cash(lp.userId()));
    }

    @Override
    public Outcome<FeeClaim> decide(Draft draft) {
        if (draft.find(desk.users(), lp.userId()).isEmpty()) {
            return Outcome.refused(FundingRules.unknownUser(lp.userId()));
        }
        if (draft.find(desk.assets(), lp.assetId()).isEmpty()) {
            return Outcome.refused(FundingRules.unknownAsset(lp.assetId()));
        }
        LpPosition position = desk.position(draft, lp);
        RewardAccumulator.Claim claim = RewardAccumulator.claim(position.accrued());
        return claim.paid().isZero()
                ? Outcome.refused(
                        Rejection.NOTHING_TO_CLAIM, "No whole micro-USDC of fees has accrued yet.")
                : Outcome.accepted(pay(draft, position, claim));
    }

    private FeeClaim pay(Draft draft, LpPosition position, RewardAccumulator.Claim claim) {
        long transferSeq =
                desk.posting()
                        .post(
                                draft,
                                new Posting.Cause(
                                        TransferCause.LP_FEE_CLAIM,
                                        desk.ids().at(draft.time()),
                                        call.subject(),
                                        null),
                                List.of(
                                        new Posting.Leg(
                                                FundingDesk.rewards(lp.assetId()),
                                                claim.paid().negated()),
                                        new Posting.Leg(
                                                FundingDesk.cash(lp.userId()), claim.paid())));
        draft.put(desk.positions(), lp, position.claimed(claim));
        return new FeeClaim(
                claim.paid(),
                desk.balance(draft, FundingDesk.cash(lp.userId())),
                transferSeq,
                draft.time());
    }

    @Override
    public String remember(FeeClaim claim) {
        return Remembered.of(
                claim.paid(), claim.cashAfter(), claim.transferSeq(), claim.bookedAt());
    }

    @Override
    public FeeClaim recall(String remembered) {
        Remembered kept = Remembered.read(remembered);
        return new FeeClaim(kept.usdc(), kept.usdc(), kept.number(), kept.instant());
    }
}
