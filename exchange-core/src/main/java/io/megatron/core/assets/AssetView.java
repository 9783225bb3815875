package io.megatron.core.assets;

import io.megatron.curve.money.FeeRate;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Usdc;
import io.megatron.mapper.assets.Asset;

/**
 * An asset as people look at it, all of one moment.
 *
 * @param reserve what the curve holds
 * @param price the marginal price
 * @param feeRate the platform's fee in force
 */
public record AssetView(Asset asset, Usdc reserve, Price price, FeeRate feeRate) {}
