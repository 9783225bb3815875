package io.megatron.server.pricing;

import io.grpc.stub.ServerCallStreamObserver;
import io.megatron.core.pricing.FollowingPrices;
import io.megatron.core.pricing.PriceView;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.Tick;
import io.megatron.pricing.v1.Heartbeat;
import io.megatron.pricing.v1.StreamPricesResponse;
import io.megatron.server.calls.Figures;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One open stream. Of each asset only the latest price waits to be sent, so a reader who does not
 * read costs no more than that.
 */
final class PriceStream implements FollowingPrices.Follower {
    private final ServerCallStreamObserver<StreamPricesResponse> observer;
    private final Set<AssetId> wanted;
    private final Map<AssetId, Long> sent;
    private final Map<AssetId, Tick> waiting = new LinkedHashMap<>();
    private boolean begun;
    private boolean quiet;

    /**
     * A stream to a caller.
     *
     * @param wanted empty for every asset
     * @param known the ticks that the caller has
     */
    PriceStream(
            ServerCallStreamObserver<StreamPricesResponse> observer,
            Set<AssetId> wanted,
            Map<AssetId, Long> known) {
        this.observer = observer;
        this.wanted = Set.copyOf(wanted);
        this.sent = new HashMap<>(known);
    }

    @Override
    public boolean follows(AssetId asset) {
        return wanted.isEmpty() || wanted.contains(asset);
    }

    @Override
    public synchronized void changed(Tick tick) {
        if (isNews(tick)) {
            waiting.put(tick.assetId(), tick);
            send();
        }
    }

    /** Sends prices as they are, and from now on whatever is newer. */
    synchronized void begin(List<PriceView> now) {
        begun = true;
        now.forEach(view -> changed(view.tick()));
        send();
    }

    private boolean isNews(Tick tick) {
        Long last = sent.get(tick.assetId());
        Tick next = waiting.get(tick.assetId());
        return (last == null || tick.tickSeq() > last)
                && (next == null || tick.tickSeq() > next.tickSeq());
    }

    /** Sends what waits, as long as the caller reads. */
    synchronized void send() {
        Iterator<Tick> ticks = waiting.values().iterator();
        while (ticks.hasNext() && isOpen()) {
            Tick tick = ticks.next();
            ticks.remove();
            sent.put(tick.assetId(), tick.tickSeq());
            observer.onNext(
                    StreamPricesResponse.newBuilder().setPrice(PriceMessages.price(tick)).build());
            quiet = false;
        }
    }

    private boolean isOpen() {
        return begun && observer.isReady() && !observer.isCancelled();
    }

    @Override
    public synchronized void alive(Instant now) {
        if (quiet && isOpen()) {
            observer.onNext(
                    StreamPricesResponse.newBuilder()
                            .setHeartbeat(Heartbeat.newBuilder().setAt(Figures.time(now)))
                            .build());
        }
        quiet = true;
    }
}
