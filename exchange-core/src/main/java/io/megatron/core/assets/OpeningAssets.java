package io.megatron.core.assets;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.assets.CreatingAssets.Blueprint;
import io.megatron.core.ledger.Draft;
import io.megatron.core.ledger.Keys;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.Funding;
import io.megatron.mapper.ids.AssetId;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Opens an asset's funding, under the terms that are configured at that moment or its own. */
@Component
public class OpeningAssets {
    private final Assets assets;
    private final Fundings fundings;
    private final Symbols symbols;
    private final FundingSettings settings;

    public OpeningAssets(
            Assets assets, Fundings fundings, Symbols symbols, FundingSettings settings) {
        this.assets = assets;
        this.fundings = fundings;
        this.symbols = symbols;
        this.settings = settings;
    }

    /** Declares every row that opening looks at or writes. */
    public void declare(Keys keys, AssetId id, String symbol) {
        declareSymbol(keys, symbol);
        keys.add(assets, id);
        keys.add(fundings, id);
    }

    /** Declares what {@link #refusal} looks at. */
    public void declareSymbol(Keys keys, String symbol) {
        keys.add(symbols, symbol);
    }

    /** A symbol is given once, whatever becomes of its asset. */
    public Optional<Refusal> refusal(Draft draft, String symbol) {
        return draft.find(symbols, symbol)
                .map(
                        taken ->
                                new Refusal(
                                        Rejection.ASSET_ALREADY_EXISTS,
                                        "The symbol " + symbol + " is taken.",
                                        Map.of(
                                                "field",
                                                "symbol",
                                                "asset_id",
                                                taken.id().toString())));
    }

    /** The asset, FUNDING, with an empty pool. */
    public Asset open(Draft draft, AssetId id, Blueprint blueprint, FundingTerms terms) {
        FundingTerms.Caps caps = terms.capsOr(settings);
        Asset asset = asset(id, blueprint, draft.time());
        draft.put(symbols, asset.symbol(), asset);
        draft.put(assets, id, asset);
        draft.put(
                fundings,
                id,
                new Funding(
                        id,
                        caps.soft(),
                        caps.hard(),
                        draft.time().plus(terms.periodOr(settings)),
                        settings.vesting().toString(),
                        null,
                        Usdc.ZERO,
                        0));
        return asset;
    }

    /** The asset as it was opened. */
    public static Asset asset(AssetId id, Blueprint blueprint, Instant openedAt) {
        return new Asset(
                id,
                blueprint.symbol(),
                blueprint.name(),
                AssetStatus.FUNDING,
                blueprint.basePrice(),
                blueprint.slope(),
                Shares.ZERO,
                0,
                0,
                Shares.ZERO,
                BigInteger.ZERO,
                BigInteger.ZERO,
                openedAt);
    }
}
