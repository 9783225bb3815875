package io.megatron.mapper.events;

import io.megatron.mapper.ids.AssetId;

/** Which of the ways an asset's events travel by. All of an asset's events take the same one. */
public final class Shard {
    private static final int LAST_BYTE = 0xff;

    private Shard() {}

    /** The shard of an asset among so many: its id's last byte, which is a random one. */
    public static int of(AssetId asset, int shards) {
        return (int) (asset.value().getLeastSignificantBits() & LAST_BYTE) % shards;
    }
}
