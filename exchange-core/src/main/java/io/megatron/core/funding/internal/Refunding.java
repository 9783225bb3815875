package io.megatron.core.funding.internal;

import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.Draft;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetStatus;
import io.megatron.mapper.funding.Funding;
import java.util.Map;
import java.util.Optional;

/** When a funding has failed, and that it then is cancelled before anybody is paid. */
final class Refunding {
    private final FundingDesk desk;

    Refunding(FundingDesk desk) {
        this.desk = desk;
    }

    /** A funding fails at its deadline; what was activated before it cannot fail any more. */
    Optional<Refusal> refusal(Draft draft, Asset asset) {
        Funding funding = desk.funding(draft, asset);
        return switch (asset.status()) {
            case CANCELLED -> Optional.empty();
            case FUNDING -> RequestRules.due(funding.deadline(), draft.time());
            case ACTIVE, SELL_ONLY, CLOSED ->
                    Optional.of(
                            new Refusal(
                                    Rejection.NOTHING_TO_REFUND,
                                    "Asset " + asset.symbol() + " was funded.",
                                    Map.of("status", asset.status().name())));
        };
    }

    /** The asset, cancelled: from now on it takes no contribution and never trades. */
    Asset cancelled(Draft draft, Asset asset) {
        return asset.status() == AssetStatus.CANCELLED
                ? asset
                : desk.status().change(draft, asset.id(), AssetStatus.CANCELLED);
    }
}
