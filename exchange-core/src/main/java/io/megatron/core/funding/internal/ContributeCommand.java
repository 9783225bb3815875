package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.funding.Contribution;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.accounts.User;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.LpKey;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import java.util.Optional;

/** One contribution from a user's CASH. */
public final class ContributeCommand implements Command<Contribution> {
    private final FundingDesk desk;
    private final Contributing contributing;
    private final Call call;
    private final LpKey lp;
    private final Usdc amount;

    public ContributeCommand(FundingDesk desk, Call call, AssetId asset, Usdc amount) {
        this.desk = desk;
        this.contributing = new Contributing(desk);
        this.call = call;
        this.lp = new LpKey(asset, UserId.of(call.subject()));
        this.amount = amount;
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
    public Outcome<Contribution> decide(Draft draft) {
        Optional<User> user = draft.find(desk.users(), lp.userId());
        Optional<Asset> asset = draft.find(desk.assets(), lp.assetId());
        return refusal(draft, user, asset)
                .<Outcome<Contribution>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(contribute(draft, asset.orElseThrow())));
    }

    private Optional<Refusal> refusal(Draft draft, Optional<User> user, Optional<Asset> asset) {
        if (user.isEmpty()) {
            return Optional.of(FundingRules.unknownUser(lp.userId()));
        }
        Optional<Refusal> blocked = FundingRules.contributor(user.get());
        if (blocked.isPresent()) {
            return blocked;
        }
        if (asset.isEmpty()) {
            return Optional.of(FundingRules.unknownAsset(lp.assetId()));
        }
        Usdc cash = desk.balance(draft, FundingDesk.cash(lp.userId()));
        return contributing
                .refusal(draft, asset.get(), lp, amount)
                .or(() -> FundingRules.funds(amount, cash));
    }

    private Contribution contribute(Draft draft, Asset asset) {
        return contributing.contribute(
                draft, asset, lp, FundingDesk.cash(lp.userId()), amount, call.subject());
    }

    @Override
    public String remember(Contribution made) {
        return Remembered.of(
                made.id(),
                made.lotNumber(),
                made.statusAfter(),
                made.activated(),
                made.capitalAfter(),
                made.principalAfter(),
                made.cashAfter(),
                made.transferSeq(),
                made.bookedAt());
    }

    @Override
    public Contribution recall(String remembered) {
        Remembered kept = Remembered.read(remembered);
        return new Contribution(
                kept.uuid(),
                lp.assetId(),
                lp.userId(),
                Math.toIntExact(kept.number()),
                amount,
                AssetStatus.valueOf(kept.text()),
                kept.yes(),
                kept.usdc(),
                kept.usdc(),
                kept.usdc(),
                kept.number(),
                kept.instant());
    }
}
