package io.megatron.core.funding.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.ids.AssetId;
import java.util.Map;
import java.util.Optional;

/**
 * Retires an asset: no buys and no contributions any more, sells always, vesting and the pool's
 * limit lifted. It is closed at once where nobody has anything in it.
 */
public final class RetireCommand implements Command<AssetStatus> {
    private final WithdrawalDesk desk;
    private final Call call;
    private final AssetId id;

    public RetireCommand(WithdrawalDesk desk, Call call, AssetId id) {
        this.desk = desk;
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
    public Outcome<AssetStatus> decide(Draft draft) {
        Optional<Asset> asset = draft.find(desk.funding().assets(), id);
        return refusal(asset)
                .<Outcome<AssetStatus>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(retire(draft, asset.orElseThrow())));
    }

    private Optional<Refusal> refusal(Optional<Asset> asset) {
        if (asset.isEmpty()) {
            return Optional.of(FundingRules.unknownAsset(id));
        }
        AssetStatus status = asset.get().status();
        return FundingRules.when(
                status != AssetStatus.ACTIVE,
                Rejection.ASSET_NOT_ACTIVE,
                "Asset " + asset.get().symbol() + " is " + status + ".",
                Map.of("status", status.name()));
    }

    private AssetStatus retire(Draft draft, Asset asset) {
        desk.funding().status().change(draft, asset.id(), AssetStatus.SELL_ONLY);
        return desk.closing().closeIfEmpty(draft, id, call.subject())
                ? AssetStatus.CLOSED
                : AssetStatus.SELL_ONLY;
    }

    @Override
    public String remember(AssetStatus after) {
        return after.name();
    }

    @Override
    public AssetStatus recall(String remembered) {
        return AssetStatus.valueOf(remembered);
    }
}
