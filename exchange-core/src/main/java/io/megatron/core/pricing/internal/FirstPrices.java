package io.megatron.core.pricing.internal;

import io.megatron.core.pricing.PricingSettings;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.curve.pricing.PriceBlend;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.pricing.Tick;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

/** What an asset's price is before anything has happened: its base price, whatever the weight. */
@Component
public class FirstPrices {
    private final PriceBlend blend;

    FirstPrices(PricingSettings settings) {
        blend = settings.blend();
    }

    /** The tick before the first one, with the number zero. */
    public Tick of(Asset asset) {
        Price base = asset.basePrice();
        return new Tick(
                asset.id(),
                0,
                asset.createdAt(),
                base,
                base,
                exact(base),
                false,
                blend.weight(Usdc.ZERO),
                Usdc.ZERO,
                Shares.ZERO,
                0,
                Usdc.ZERO,
                0,
                0);
    }

    /** A price with the digits of a fundamental one. */
    static BigDecimal exact(Price price) {
        return BigDecimal.valueOf(price.micros(), 6).setScale(PriceBlend.SCALE);
    }
}
