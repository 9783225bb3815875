package io.megatron.server.pricing;

import io.grpc.stub.ServerCallStreamObserver;
import io.megatron.core.Refusal;
import io.megatron.core.Rejection;
import io.megatron.core.pricing.FollowingPrices;
import io.megatron.core.pricing.PriceView;
import io.megatron.core.pricing.ReadingPrices;
import io.megatron.mapper.ids.AssetId;
import io.megatron.pricing.v1.StreamPricesRequest;
import io.megatron.pricing.v1.StreamPricesResponse;
import io.megatron.server.calls.Fields;
import io.megatron.server.errors.InvalidField;
import io.megatron.server.errors.RefusalStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Opens streams of prices. */
@Component
class StreamingPrices {
    private static final int MOST_ASSETS = 1_000;
    private static final int AT_ONCE = 500;

    private final ReadingPrices reading;
    private final FollowingPrices following;

    StreamingPrices(ReadingPrices reading, FollowingPrices following) {
        this.reading = reading;
        this.following = following;
    }

    void open(
            StreamPricesRequest request, ServerCallStreamObserver<StreamPricesResponse> observer) {
        Set<AssetId> wanted = assets(request);
        PriceStream stream = new PriceStream(observer, wanted, known(request));
        observer.setOnReadyHandler(stream::send);
        observer.setOnCancelHandler(() -> following.leave(stream));
        observer.setOnCloseHandler(() -> following.leave(stream));
        // It follows before prices are read, so that nothing happens between the two.
        following.follow(stream);
        List<PriceView> now = wanted.isEmpty() ? all() : reading.prices(wanted);
        Optional<AssetId> missing = firstMissing(wanted, now);
        if (missing.isPresent()) {
            following.leave(stream);
            observer.onError(RefusalStatus.of(notFound(missing.get())).toException());
        } else {
            stream.begin(now);
        }
    }

    private static Set<AssetId> assets(StreamPricesRequest request) {
        if (request.getAssetIdsCount() > MOST_ASSETS) {
            throw new InvalidField("asset_ids", "has more than " + MOST_ASSETS + " assets");
        }
        Set<AssetId> assets = new LinkedHashSet<>();
        for (String id : request.getAssetIdsList()) {
            assets.add(AssetId.of(Fields.uuid("asset_ids", id)));
        }
        return assets;
    }

    private static Map<AssetId, Long> known(StreamPricesRequest request) {
        if (request.getKnownTicksCount() > MOST_ASSETS) {
            throw new InvalidField("known_ticks", "has more than " + MOST_ASSETS + " assets");
        }
        Map<AssetId, Long> known = new HashMap<>();
        request.getKnownTicksMap()
                .forEach((id, tick) -> known.put(AssetId.of(Fields.uuid("known_ticks", id)), tick));
        return known;
    }

    private static Optional<AssetId> firstMissing(Set<AssetId> wanted, List<PriceView> found) {
        Set<AssetId> there =
                found.stream().map(view -> view.tick().assetId()).collect(Collectors.toSet());
        return wanted.stream().filter(asset -> !there.contains(asset)).findFirst();
    }

    private static Refusal notFound(AssetId asset) {
        return new Refusal(Rejection.ASSET_NOT_FOUND, "There is no asset " + asset + ".", Map.of());
    }

    private List<PriceView> all() {
        List<PriceView> all = new ArrayList<>();
        List<PriceView> page;
        do {
            page = reading.page(all.isEmpty() ? "" : all.getLast().symbol(), AT_ONCE);
            all.addAll(page);
        } while (page.size() == AT_ONCE);
        return all;
    }
}
