package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.ids.AssetId;
import java.util.Optional;

/** Cancels an asset whose funding has missed its deadline; one that is cancelled stays so. */
public final class CancelFundingCommand implements Command<AssetId> {
    private final FundingDesk desk;
    private final Refunding refunding;
    private final Call call;
    private final AssetId id;

    public CancelFundingCommand(FundingDesk desk, Call call, AssetId id) {
        this.desk = desk;
        this.refunding = new Refunding(desk);
        this.call = call;
        this.id = id;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        desk.declare(keys, id);
    }

    @Override
    public Outcome<AssetId> decide(Draft draft) {
        Optional<Asset> asset = draft.find(desk.assets(), id);
        if (asset.isEmpty()) {
            return Outcome.refused(FundingRules.unknownAsset(id));
        }
        return refunding
                .refusal(draft, asset.get())
                .<Outcome<AssetId>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(refunding.cancelled(draft, asset.get()).id()));
    }

    @Override
    public String remember(AssetId cancelled) {
        return cancelled.toString();
    }

    @Override
    public AssetId recall(String remembered) {
        return id;
    }
}
