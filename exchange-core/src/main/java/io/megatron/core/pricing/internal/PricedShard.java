package io.megatron.core.pricing.internal;

import io.megatron.core.events.EventLog.Delivered;
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
    private long consumedId;

    PricedShard(ConsumedShard held) {
        this.held = held;
        consumedId = held.consumedId();
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

    /** Up to which event all of the shard's are in what was committed. */
    long consumedId() {
        return consumedId;
    }

    void consumed(long upToId) {
        consumedId = Math.max(consumedId, upToId);
    }

    /** Whether nothing is missing before these, nor among them. */
    boolean isNext(List<Delivered> delivered) {
        long had = consumedId;
        for (Delivered parcel : delivered) {
            if (parcel.afterId() > had) {
                return false;
            }
            had = Math.max(had, parcel.lastId());
        }
        return true;
    }

    /** Forgets assets that only an event can change; they are loaded when one does. */
    void forgetQuiet() {
        prices.values().removeIf(price -> !price.hasVolume());
    }
}
