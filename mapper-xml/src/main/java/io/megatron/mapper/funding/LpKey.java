package io.megatron.mapper.funding;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;

/** Who provides to which pool. */
public record LpKey(AssetId assetId, UserId userId) {}
