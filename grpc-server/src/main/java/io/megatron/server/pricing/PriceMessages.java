package io.megatron.server.pricing;

import io.megatron.core.pricing.PriceView;
import io.megatron.mapper.pricing.Tick;
import io.megatron.pricing.v1.GetPriceResponse;
import io.megatron.pricing.v1.Price;
import io.megatron.server.calls.Figures;
import java.math.BigDecimal;

/** Prices in the words of the wire. */
final class PriceMessages {
    private PriceMessages() {}

    static Price price(Tick tick) {
        return Price.newBuilder()
                .setAssetId(tick.assetId().toString())
                .setTickSeq(tick.tickSeq())
                .setTickedAt(Figures.time(tick.tickedAt()))
                .setDisplay(tick.display().toString())
                .setMarginal(tick.marginal().toString())
                .setFundamental(plain(tick.fundamental()))
                .setWeight(plain(tick.weight()))
                .setVolume(tick.volume().toString())
                .setSupply(tick.supply().toString())
                .setTrades(tick.trades())
                .setTraded(tick.traded().toString())
                .build();
    }

    static GetPriceResponse view(PriceView view) {
        return GetPriceResponse.newBuilder()
                .setPrice(price(view.tick()))
                .setAge(Figures.duration(view.age()))
                .setStale(view.stale())
                .setEventsWaiting(view.waiting())
                .build();
    }

    private static String plain(BigDecimal figure) {
        return figure.stripTrailingZeros().toPlainString();
    }
}
