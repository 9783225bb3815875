package io.megatron.mapper.pricing;

import io.megatron.mapper.ids.AssetId;

/** How many trades an asset has seen, which is the number of its last one. */
public record AssetTrades(AssetId assetId, long tradeSeq) {}
