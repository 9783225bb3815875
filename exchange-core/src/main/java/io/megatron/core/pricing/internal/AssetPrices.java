package io.megatron.core.pricing.internal;

import io.megatron.core.pricing.PricingSettings;
import io.megatron.curve.pricing.TradingWindow;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetMapper;
import io.megatron.mapper.events.OutboxEvent;
import io.megatron.mapper.events.RelayMapper;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.CandleMapper;
import io.megatron.mapper.pricing.PriceMapper;
import io.megatron.mapper.pricing.Tick;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Loads what prices are made of from Postgres, which alone knows it. */
@Component
class AssetPrices {
    private static final int AT_ONCE = 5_000;

    private final PriceMapper prices;
    private final CandleMapper candles;
    private final AssetMapper assets;
    private final RelayMapper outbox;
    private final FirstPrices first;
    private final PricingSettings settings;

    AssetPrices(
            PriceMapper prices,
            CandleMapper candles,
            AssetMapper assets,
            RelayMapper outbox,
            FirstPrices first,
            PricingSettings settings) {
        this.prices = prices;
        this.candles = candles;
        this.assets = assets;
        this.outbox = outbox;
        this.first = first;
        this.settings = settings;
    }

    /** As they were after their last ticks. */
    Map<AssetId, AssetPrice> load(Collection<AssetId> ids) {
        Map<AssetId, AssetPrice> loaded = new HashMap<>();
        prices.prices(ids).forEach(tick -> loaded.put(tick.assetId(), after(tick)));
        Set<AssetId> unheardOf = new HashSet<>(ids);
        unheardOf.removeAll(loaded.keySet());
        if (!unheardOf.isEmpty()) {
            for (Asset asset : assets.assets(unheardOf)) {
                loaded.put(
                        asset.id(),
                        AssetPrice.after(first.of(asset), new TradingWindow(settings.window())));
            }
        }
        return loaded;
    }

    /** Those of a shard that time alone will change. */
    List<AssetPrice> loadWithVolume(int shard) {
        return prices.pricesWithVolume(shard).stream().map(this::after).toList();
    }

    private AssetPrice after(Tick last) {
        return AssetPrice.after(last, window(last));
    }

    /** Reads what was traded in the window, some thousands of trades at a time. */
    private TradingWindow window(Tick last) {
        TradingWindow window = new TradingWindow(settings.window());
        if (!last.volume().isZero()) {
            Instant start = last.tickedAt().minus(settings.window());
            long next = candles.firstSeqSince(last.assetId(), start, last.tradeSeq());
            while (next <= last.tradeSeq()) {
                long upTo = Math.min(last.tradeSeq(), next + AT_ONCE - 1);
                prices.volumes(last.assetId(), next, upTo)
                        .forEach(traded -> window.add(traded.executedAt(), traded.volume()));
                next = upTo + 1;
            }
            window.moveTo(last.tickedAt());
        }
        return window;
    }

    /**
     * Takes an asset's events that never arrived, up to before one that did.
     *
     * @throws IllegalStateException if the outbox has not got them either
     */
    void catchUp(AssetPrice price, long beforeSeq) {
        while (price.eventSeq() < beforeSeq - 1) {
            List<OutboxEvent> missed =
                    outbox.eventsOfAsset(
                            price.assetId().value(), price.eventSeq(), beforeSeq, AT_ONCE);
            if (missed.isEmpty()) {
                throw new IllegalStateException(
                        "the outbox has no event "
                                + (price.eventSeq() + 1)
                                + " of asset "
                                + price.assetId());
            }
            missed.forEach(price::take);
        }
    }
}
