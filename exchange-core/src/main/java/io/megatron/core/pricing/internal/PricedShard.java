package io.megatron.core.pricing.internal;

import io.megatron.mapper.events.ConsumedShard;
import io.megatron.mapper.ids.AssetId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A shard that this node has, and what it knows of the assets in it. */
final class PricedShard {
    private final ConsumedShard held;
    private final Map<AssetId, AssetPrice> prices = new HashMap<>();
    private boolean known;
    private long lastTick;

    PricedShard(ConsumedShard held) {
        this.held = held;
    }

    /** Whether what is remembered is what stands in Postgres. */
    boolean isKnown() {
        return known;
    }

    void know(long lastShardTick, List<AssetPrice> withVolume) {
        lastTick = lastShardTick;
        withVolume.forEach(price -> prices.put(price.assetId(), price));
        known = true;
    }

    void forget() {
        known = false;
        prices.clear();
    }

    ConsumedShard held() {
        return held;
    }

    Map<AssetId, AssetPrice> prices() {
        return prices;
    }

    long lastTick() {
        return lastTick;
    }

    void ticked(int count) {
        lastTick += count;
    }

    /** Forgets assets that only an event can change; they are loaded when one does. */
    void forgetQuiet() {
        prices.values().removeIf(price -> !price.hasVolume());
    }
}
