package io.megatron.core.pricing;

import io.megatron.mapper.pricing.Tick;
import java.time.Duration;

/**
 * An asset's price as it is shown now.
 *
 * @param symbol the asset's
 * @param tick the last one; one with the number zero where nothing has happened yet
 * @param age since the tick
 * @param waiting events of the asset that the price does not know of yet; with any, it is stale
 */
public record PriceView(String symbol, Tick tick, Duration age, long waiting) {

    public boolean stale() {
        return waiting > 0;
    }
}
