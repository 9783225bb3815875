package io.megatron.mapper.trading;

import io.megatron.curve.money.Price;
import io.megatron.mapper.ids.AssetId;
import java.time.Instant;

/**
 * How far an asset's marginal price has moved lately.
 *
 * @param windowBegan when the present window began
 * @param low the lowest price in it
 * @param high the highest
 * @param lowBefore the lowest in the window before; as in this one where nothing was traded in it
 * @param highBefore the highest
 * @param haltedUntil until when nobody trades it; the epoch where trading was never halted
 */
public record PriceMove(
        AssetId assetId,
        Instant windowBegan,
        Price low,
        Price high,
        Price lowBefore,
        Price highBefore,
        Instant haltedUntil) {}
