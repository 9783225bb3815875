package io.megatron.mapper.trading;

import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;

/** Whose position in what. */
public record PositionKey(AssetId assetId, UserId userId) {}
