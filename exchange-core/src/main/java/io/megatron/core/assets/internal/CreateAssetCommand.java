package io.megatron.core.assets.internal;

import io.megatron.core.Outcome;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.assets.AssetView;
import io.megatron.core.assets.Assets;
import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.assets.Pools;
import io.megatron.core.assets.Symbols;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.assets.Pool;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Creates one asset and its empty pool. */
public final class CreateAssetCommand implements Command<AssetView> {
    private final Assets assets;
    private final Pools pools;
    private final Symbols symbols;
    private final Call call;
    private final Blueprint blueprint;
    private final AssetId id;

    public CreateAssetCommand(
            Assets assets,
            Pools pools,
            Symbols symbols,
            AssetId id,
            Call call,
            Blueprint blueprint) {
        this.assets = assets;
        this.pools = pools;
        this.symbols = symbols;
        this.id = id;
        this.call = call;
        this.blueprint = blueprint;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        keys.add(symbols, blueprint.symbol());
        keys.add(assets, id);
        keys.add(pools, id);
    }

    @Override
    public Outcome<AssetView> decide(Draft draft) {
        Optional<Asset> taken = draft.find(symbols, blueprint.symbol());
        if (taken.isPresent()) {
            return Outcome.refused(
                    new Refusal(
                            Rejection.ASSET_ALREADY_EXISTS,
                            "The symbol " + blueprint.symbol() + " is taken.",
                            Map.of("field", "symbol", "asset_id", taken.get().id().toString())));
        }
        Asset asset = asset(id, draft.time());
        draft.put(symbols, asset.symbol(), asset);
        draft.put(assets, id, asset);
        draft.put(pools, id, Pool.empty(id));
        return Outcome.accepted(view(asset, draft.feeRate()));
    }

    private Asset asset(AssetId assetId, Instant createdAt) {
        return new Asset(
                assetId,
                blueprint.symbol(),
                blueprint.name(),
                AssetStatus.ACTIVE,
                blueprint.basePrice(),
                blueprint.slope(),
                Shares.ZERO,
                0,
                0,
                createdAt);
    }

    private static AssetView view(Asset asset, FeeRate feeRate) {
        return new AssetView(asset, Usdc.ZERO, asset.basePrice(), feeRate);
    }

    @Override
    public String remember(AssetView created) {
        return created.asset().id()
                + " "
                + created.feeRate().bps()
                + " "
                + created.asset().createdAt();
    }

    @Override
    public AssetView recall(String remembered) {
        String[] parts = remembered.split(" ", 3);
        Asset asset = asset(AssetId.of(UUID.fromString(parts[0])), Instant.parse(parts[2]));
        return view(asset, FeeRate.ofBps(Integer.parseInt(parts[1])));
    }
}
