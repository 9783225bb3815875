package io.megatron.core.pricing;

import io.megatron.core.Tireless;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.events.RelayMapper;
import io.megatron.mapper.events.RelayShard;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.PriceMapper;
import io.megatron.mapper.pricing.ShardTick;
import io.megatron.mapper.pricing.Tick;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Tells followers of new prices. One thread of a node asks Postgres for what is new since it last
 * asked, however many follow; the ticks of a shard are numbered in the order of their commits, so
 * it misses none. Nobody asks as long as nobody follows.
 */
@Component
public class FollowingPrices implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(FollowingPrices.class);
    private static final Duration LOOK = Duration.ofMillis(40);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final PriceMapper prices;
    private final RelayMapper relay;
    private final BusinessClock clock;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Long> seen = new TreeMap<>();
    private final Tireless thread = new Tireless("price followers", this::work);
    private long heartbeatAtNanos = System.nanoTime();

    FollowingPrices(
            PriceMapper prices, RelayMapper relay, BusinessClock clock, MeterRegistry meters) {
        this.prices = prices;
        this.relay = relay;
        this.clock = clock;
        Gauge.builder("megatron.prices.followers", followers, Set::size)
                .description("streams of prices that are open")
                .register(meters);
    }

    /** Someone who is told of prices; it must not block. */
    public interface Follower {

        /** Whether it wants to hear of an asset. */
        boolean follows(AssetId asset);

        /** A price, which may be one that it has heard of. */
        void changed(Tick tick);

        /** A sign of life, every ten seconds. */
        void alive(Instant now);
    }

    /** From now on the follower is told of whatever is new. */
    public void follow(Follower follower) {
        followers.add(follower);
    }

    public void leave(Follower follower) {
        followers.remove(follower);
    }

    private void work() throws InterruptedException {
        if (followers.isEmpty()) {
            // What happens meanwhile is nobody's news.
            seen.clear();
        } else {
            look();
            if (System.nanoTime() - heartbeatAtNanos >= 0) {
                heartbeatAtNanos = System.nanoTime() + HEARTBEAT.toNanos();
                Instant now = clock.instant();
                followers.forEach(follower -> tell(follower, () -> follower.alive(now)));
            }
        }
        thread.pause(LOOK);
    }

    private void look() {
        if (seen.isEmpty()) {
            begin();
            return;
        }
        List<ShardTick> news =
                prices.changedSince(
                        seen.keySet().stream().mapToInt(Integer::intValue).toArray(),
                        seen.values().stream().mapToLong(Long::longValue).toArray());
        if (!news.isEmpty()) {
            tell(prices.prices(news.stream().map(ShardTick::assetId).toList()));
            news.forEach(tick -> seen.merge(tick.shard(), tick.shardTick(), Math::max));
        }
    }

    /**
     * The first look at all prices there are: a follower may have come after the thread's last look
     * and have read prices before.
     */
    private void begin() {
        Map<Integer, Long> now =
                relay.shards().stream()
                        .collect(
                                Collectors.toMap(
                                        RelayShard::shard,
                                        shard -> prices.lastShardTick(shard.shard())));
        tell(prices.all());
        seen.putAll(now);
    }

    private void tell(List<Tick> ticks) {
        for (Follower follower : followers) {
            tell(
                    follower,
                    () ->
                            ticks.stream()
                                    .filter(tick -> follower.follows(tick.assetId()))
                                    .forEach(follower::changed));
        }
    }

    /** One who cannot be told must not keep the others from being told. */
    private void tell(Follower follower, Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            followers.remove(follower);
            LOG.warn("a stream of prices has ended: {}", e.toString());
        }
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop();
    }

    @Override
    public boolean isRunning() {
        return thread.isRunning();
    }
}
