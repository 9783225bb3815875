package io.megatron.core.assets.internal;

import io.megatron.core.Outcome;
import io.megatron.core.assets.AssetView;
import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.assets.FundingTerms;
import io.megatron.core.assets.OpeningAssets;
import io.megatron.core.ledger.Call;
import io.megatron.core.ledger.Command;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;
import java.util.UUID;

/** Creates one asset, its empty pool and its funding. */
public final class CreateAssetCommand implements Command<AssetView> {
    private final OpeningAssets opening;
    private final Call call;
    private final Blueprint blueprint;
    private final FundingTerms terms;
    private final AssetId id;

    public CreateAssetCommand(
            OpeningAssets opening, AssetId id, Call call, Blueprint blueprint, FundingTerms terms) {
        this.opening = opening;
        this.id = id;
        this.call = call;
        this.blueprint = blueprint;
        this.terms = terms;
    }

    @Override
    public Call call() {
        return call;
    }

    @Override
    public void declare(Keys keys) {
        opening.declare(keys, id, blueprint.symbol());
    }

    @Override
    public Outcome<AssetView> decide(Draft draft) {
        return opening.refusal(draft, blueprint.symbol())
                .<Outcome<AssetView>>map(Outcome::refused)
                .orElseGet(
                        () ->
                                Outcome.accepted(
                                        view(
                                                opening.open(draft, id, blueprint, terms),
                                                draft.feeRate())));
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
        Asset asset =
                OpeningAssets.asset(
                        AssetId.of(UUID.fromString(parts[0])), blueprint, Instant.parse(parts[2]));
        return view(asset, FeeRate.ofBps(Integer.parseInt(parts[1])));
    }
}
