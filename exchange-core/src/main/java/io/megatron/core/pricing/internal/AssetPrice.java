package io.megatron.core.pricing.internal;

import io.megatron.core.pricing.SignalAccepted;
import io.megatron.core.trading.TradeExecuted;
import io.megatron.curve.money.Price;
import io.megatron.curve.money.Shares;
import io.megatron.curve.money.Usdc;
import io.megatron.curve.pricing.PriceBlend;
import io.megatron.curve.pricing.TradingWindow;
import io.megatron.mapper.events.OutboxEvent;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.Tick;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What an asset's price is made of, event by event. */
final class AssetPrice {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
    private static final ObjectReader TRADE = JSON.readerFor(PricedTrade.class);
    private static final ObjectReader SIGNAL = JSON.readerFor(SignalAccepted.class);

    private final AssetId assetId;
    private final TradingWindow window;
    private long tickSeq;
    private Instant at;
    private Price marginal;
    private Shares supply;
    private BigDecimal fundamental;
    private boolean signalled;
    private int trades;
    private Usdc traded = Usdc.ZERO;
    private long tradeSeq;
    private long eventSeq;

    /** The last trade since the last tick: the ones before it have left no trace in the price. */
    private @Nullable PricedTrade lastTrade;

    /** What a price takes of {@link TradeExecuted}. */
    private record PricedTrade(
            String volume, String priceAfter, String supplyAfter, long tradeSeq) {}

    private AssetPrice(Tick last, TradingWindow window) {
        assetId = last.assetId();
        tickSeq = last.tickSeq();
        at = last.tickedAt();
        marginal = last.marginal();
        supply = last.supply();
        fundamental = last.fundamental();
        signalled = last.signalled();
        tradeSeq = last.tradeSeq();
        eventSeq = last.eventSeq();
        this.window = window;
    }

    /**
     * Goes on from a tick.
     *
     * @param window with the volume of the trades up to the tick
     */
    static AssetPrice after(Tick last, TradingWindow window) {
        return new AssetPrice(last, window);
    }

    /** Takes the asset's next event. */
    void take(OutboxEvent event) {
        if (event.assetSeq() != eventSeq + 1) {
            throw new IllegalArgumentException(
                    "event " + event.assetSeq() + " of " + assetId + " after " + eventSeq);
        }
        switch (event.kind()) {
            case TradeExecuted.KIND -> take(event, TRADE.readValue(event.payload()));
            case SignalAccepted.KIND -> take(SIGNAL.<SignalAccepted>readValue(event.payload()));
            default -> {
                // Says nothing about prices.
            }
        }
        eventSeq = event.assetSeq();
        at = event.bookedAt();
    }

    private void take(OutboxEvent event, PricedTrade trade) {
        Usdc volume = Usdc.parse(trade.volume());
        window.add(event.bookedAt(), volume);
        lastTrade = trade;
        trades++;
        traded = saturated(traded, volume);
    }

    private static Usdc saturated(Usdc sum, Usdc more) {
        return Usdc.ofMicros(Math.min(Usdc.MAX_MICROS, sum.micros() + more.micros()));
    }

    private void take(SignalAccepted signal) {
        fundamental = new BigDecimal(signal.fundamentalAfter()).setScale(PriceBlend.SCALE);
        signalled = true;
    }

    /**
     * Lets volume leave the window by the passing of time.
     *
     * @return whether the price is another one now
     */
    boolean passTime(Instant now) {
        if (now.isBefore(at) || !window.moveTo(now)) {
            return false;
        }
        at = now;
        return true;
    }

    /** The tick of all that was taken since the one before. */
    Tick tick(PriceBlend blend) {
        if (lastTrade != null) {
            follow(lastTrade);
            lastTrade = null;
        }
        window.moveTo(at);
        BigDecimal weight = blend.weight(window.volume());
        Tick tick =
                new Tick(
                        assetId,
                        ++tickSeq,
                        at,
                        blend.display(marginal, fundamental, weight),
                        marginal,
                        fundamental,
                        signalled,
                        weight,
                        window.volume(),
                        supply,
                        trades,
                        traded,
                        tradeSeq,
                        eventSeq);
        trades = 0;
        traded = Usdc.ZERO;
        return tick;
    }

    private void follow(PricedTrade trade) {
        marginal = Price.parse(trade.priceAfter());
        supply = Shares.parse(trade.supplyAfter());
        tradeSeq = trade.tradeSeq();
        if (!signalled) {
            fundamental = FirstPrices.exact(marginal);
        }
    }

    /** Whether time alone will change it. */
    boolean hasVolume() {
        return !window.isEmpty();
    }

    AssetId assetId() {
        return assetId;
    }

    long eventSeq() {
        return eventSeq;
    }
}
