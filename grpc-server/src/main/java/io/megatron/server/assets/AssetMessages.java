package io.megatron.server.assets;

import io.megatron.assets.v1.Asset;
import io.megatron.assets.v1.AssetStatus;
import io.megatron.core.assets.AssetView;
import io.megatron.server.calls.Figures;

/** Assets in the words of the wire. */
final class AssetMessages {
    private AssetMessages() {}

    static Asset asset(AssetView view) {
        io.megatron.mapper.assets.Asset asset = view.asset();
        return Asset.newBuilder()
                .setAssetId(asset.id().toString())
                .setSymbol(asset.symbol())
                .setName(asset.name())
                .setStatus(status(asset.status()))
                .setBasePrice(asset.basePrice().toString())
                .setSlope(asset.slope().toString())
                .setSupply(asset.supply().toString())
                .setReserve(view.reserve().toString())
                .setPrice(view.price().toString())
                .setFeeBps(view.feeRate().bps())
                .setCreatedAt(Figures.time(asset.createdAt()))
                .build();
    }

    private static AssetStatus status(io.megatron.mapper.assets.AssetStatus status) {
        return switch (status) {
            case FUNDING -> AssetStatus.ASSET_STATUS_FUNDING;
            case ACTIVE -> AssetStatus.ASSET_STATUS_ACTIVE;
            case SELL_ONLY -> AssetStatus.ASSET_STATUS_SELL_ONLY;
            case CLOSED -> AssetStatus.ASSET_STATUS_CLOSED;
            case CANCELLED -> AssetStatus.ASSET_STATUS_CANCELLED;
        };
    }
}
