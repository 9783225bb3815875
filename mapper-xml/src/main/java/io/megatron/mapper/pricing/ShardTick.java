package io.megatron.mapper.pricing;

import io.megatron.mapper.ids.AssetId;

/**
 * Where an asset's last tick stands among the ticks of its shard.
 *
 * @param shardTick the shard's own number of the tick
 */
public record ShardTick(AssetId assetId, int shard, long shardTick) {}
