package io.megatron.core.pricing;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Snapshots;
import io.megatron.core.pricing.internal.FirstPrices;
import io.megatron.mapper.assets.Asset;
import io.megatron.mapper.assets.AssetMapper;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.PriceMapper;
import io.megatron.mapper.pricing.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks prices up. What belongs together is of one moment. */
@Component
public class ReadingPrices {
    private final Snapshots snapshots;
    private final PriceMapper prices;
    private final AssetMapper assets;
    private final BusinessClock clock;
    private final FirstPrices first;

    public ReadingPrices(
            Snapshots snapshots,
            PriceMapper prices,
            AssetMapper assets,
            BusinessClock clock,
            FirstPrices first) {
        this.snapshots = snapshots;
        this.prices = prices;
        this.assets = assets;
        this.clock = clock;
        this.first = first;
    }

    /** The price of an asset, or ASSET_NOT_FOUND. */
    public Outcome<PriceView> price(AssetId asset) {
        return prices(List.of(asset)).stream()
                .findFirst()
                .map(Outcome::accepted)
                .orElseGet(() -> notFound(asset));
    }

    /** The prices of those of the assets that exist. */
    public List<PriceView> prices(Collection<AssetId> wanted) {
        return snapshots.read(() -> views(assets.assets(wanted)));
    }

    /** A page of all prices in the order of the assets' symbols, after one of them. */
    public List<PriceView> page(String afterSymbol, int limit) {
        return snapshots.read(() -> views(assets.page(afterSymbol, limit)));
    }

    private List<PriceView> views(List<Asset> found) {
        Instant now = clock.instant();
        Map<AssetId, Tick> ticks =
                prices.prices(found.stream().map(Asset::id).toList()).stream()
                        .collect(Collectors.toMap(Tick::assetId, Function.identity()));
        return found.stream()
                .map(asset -> view(asset, ticks.getOrDefault(asset.id(), first.of(asset)), now))
                .toList();
    }

    private static PriceView view(Asset asset, Tick tick, Instant now) {
        Duration age = Duration.between(tick.tickedAt(), now);
        return new PriceView(
                asset.symbol(),
                tick,
                age.isNegative() ? Duration.ZERO : age,
                asset.eventSeq() - tick.eventSeq());
    }

    /**
     * A page of an asset's ticks, the latest first, or ASSET_NOT_FOUND.
     *
     * @param beforeSeq those before this one
     * @param from the first instant of interest
     * @param to the first one after those of interest
     */
    public Outcome<List<Tick>> ticks(
            AssetId asset, long beforeSeq, Instant from, Instant to, int limit) {
        return snapshots.read(
                () ->
                        assets.assets(List.of(asset)).isEmpty()
                                ? notFound(asset)
                                : Outcome.accepted(
                                        prices.ticks(asset.value(), beforeSeq, from, to, limit)));
    }

    private static <T> Outcome<T> notFound(AssetId asset) {
        return Outcome.refused(Rejection.ASSET_NOT_FOUND, "There is no asset " + asset + ".");
    }
}
