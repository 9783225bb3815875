package io.megatron.core.pricing.internal;

import static io.megatron.core.events.PlatformEvents.PLATFORM;

import io.megatron.core.events.ConsumingEvents;
import io.megatron.core.events.EventLog;
import io.megatron.core.events.EventLog.Delivered;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.pricing.MakingPrices;
import io.megatron.core.pricing.PricingSettings;
import io.megatron.curve.pricing.PriceBlend;
import io.megatron.mapper.events.ConsumedShard;
import io.megatron.mapper.events.OutboxEvent;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.pricing.PriceMapper;
import io.megatron.mapper.pricing.Tick;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes ticks of events, shard by shard. What it remembers of an asset is what it last committed;
 * after any failure it forgets, and loads it from Postgres again.
 */
@Component
final class PriceEngine implements MakingPrices {
    private static final Logger LOG = LoggerFactory.getLogger(PriceEngine.class);
    private static final String CONSUMER = "prices";
    private static final int PARCELS_AT_ONCE = 16;
    private static final int EVENTS_AT_ONCE = 1_000;

    private final ConsumingEvents consuming;
    private final EventLog log;
    private final AssetPrices loading;
    private final PriceMapper mapper;
    private final BusinessClock clock;
    private final PriceBlend blend;
    private final Counter ticks;
    private final Timer delay;
    private final Map<Integer, PricedShard> shards = new TreeMap<>();

    PriceEngine(
            ConsumingEvents consuming,
            EventLog log,
            AssetPrices loading,
            PriceMapper mapper,
            BusinessClock clock,
            PricingSettings settings,
            MeterRegistry meters) {
        this.consuming = consuming;
        this.log = log;
        this.loading = loading;
        this.mapper = mapper;
        this.clock = clock;
        this.blend = settings.blend();
        this.ticks =
                Counter.builder("megatron.prices.ticks")
                        .description("Ticks this node has made")
                        .register(meters);
        this.delay =
                Timer.builder("megatron.prices.delay")
                        .description(
                                "From the book time of a round's first event to the commit of its"
                                        + " ticks")
                        .publishPercentiles(0.5, 0.99)
                        .register(meters);
    }

    @Override
    public void keepShards() {
        Map<Integer, ConsumedShard> kept = byShard(consuming.renew(held()));
        shards.keySet().retainAll(kept.keySet());
        for (ConsumedShard taken : consuming.takeOver(CONSUMER)) {
            shards.put(taken.shard(), new PricedShard(taken));
            LOG.info(
                    "prices of shard {} are made here from event {} on",
                    taken.shard(),
                    taken.consumedId());
        }
        shards.values().forEach(this::prepare);
    }

    private void prepare(PricedShard shard) {
        if (shard.isKnown()) {
            shard.forgetQuiet();
        } else {
            int number = shard.held().shard();
            shard.know(mapper.lastShardTick(number), loading.loadWithVolume(number));
        }
    }

    private static Map<Integer, ConsumedShard> byShard(List<ConsumedShard> held) {
        return held.stream().collect(Collectors.toMap(ConsumedShard::shard, shard -> shard));
    }

    private List<ConsumedShard> held() {
        return shards.values().stream().map(PricedShard::held).toList();
    }

    @Override
    public boolean hasShards() {
        return !shards.isEmpty();
    }

    @Override
    public void takeLeftovers() {
        for (PricedShard shard : List.copyOf(shards.values())) {
            ensuringGroup(
                    shard.held().shard(),
                    () -> {
                        List<Delivered> left =
                                log.pending(CONSUMER, shard.held().shard(), PARCELS_AT_ONCE);
                        if (!left.isEmpty()) {
                            take(shard, left);
                        }
                    });
        }
    }

    @Override
    public void takeNew(Duration patience) {
        log.read(CONSUMER, shards.keySet(), PARCELS_AT_ONCE, patience)
                .forEach(
                        (number, delivered) -> {
                            PricedShard shard = shards.get(number);
                            if (shard != null) {
                                take(shard, delivered);
                            }
                        });
    }

    /** After a loss of data the group is gone, and every event that is there is new to it. */
    private void ensuringGroup(int shard, Runnable work) {
        try {
            work.run();
        } catch (RedisException e) {
            if (!EventLog.isGroupMissing(e)) {
                throw e;
            }
            log.createGroup(CONSUMER, shard);
        }
    }

    /**
     * Takes what arrived, in one commit. Where something is missing, because Redis has lost it or
     * another owner was given it, all of it is taken from the outbox instead.
     */
    private void take(PricedShard shard, List<Delivered> delivered) {
        long last = delivered.stream().mapToLong(Delivered::lastId).max().orElse(0);
        boolean taken =
                shard.isNext(delivered)
                        ? takes(
                                shard,
                                delivered.stream().flatMap(d -> d.events().stream()).toList(),
                                last)
                        : catchesUp(shard, last);
        if (taken) {
            log.acknowledge(CONSUMER, shard.held().shard(), delivered);
        }
    }

    private boolean takes(PricedShard shard, List<OutboxEvent> events, long upToId) {
        List<OutboxEvent> ofAssets =
                events.stream().filter(event -> !event.assetId().equals(PLATFORM)).toList();
        boolean committed = commits(shard, upToId, () -> fold(shard, ofAssets));
        if (committed && !events.isEmpty()) {
            Instant now = clock.expected(clock.realTime());
            delay.record(Duration.between(events.getFirst().bookedAt(), now));
        }
        return committed;
    }

    private boolean catchesUp(PricedShard shard, long upToId) {
        boolean committed = true;
        while (committed && shard.consumedId() < upToId) {
            List<OutboxEvent> missed =
                    consuming.missed(shard.held(), shard.consumedId(), upToId, EVENTS_AT_ONCE);
            boolean more = missed.size() == EVENTS_AT_ONCE;
            committed = takes(shard, missed, more ? missed.getLast().id() : upToId);
        }
        return committed;
    }

    /** All that came of an asset becomes one tick. */
    private List<Tick> fold(PricedShard shard, List<OutboxEvent> events) {
        Map<AssetId, AssetPrice> changed = new LinkedHashMap<>();
        know(shard, events);
        for (OutboxEvent event : events) {
            AssetPrice price = shard.prices().get(event.assetId());
            if (price == null) {
                throw new IllegalStateException("there is no asset " + event.assetId());
            }
            if (event.assetSeq() > price.eventSeq()) {
                loading.catchUp(price, event.assetSeq());
                price.take(event);
                changed.put(event.assetId(), price);
            }
        }
        return changed.values().stream().map(price -> price.tick(blend)).toList();
    }

    private void know(PricedShard shard, List<OutboxEvent> events) {
        Set<AssetId> unknown = new LinkedHashSet<>();
        for (OutboxEvent event : events) {
            if (!shard.prices().containsKey(event.assetId())) {
                unknown.add(event.assetId());
            }
        }
        if (!unknown.isEmpty()) {
            shard.prices().putAll(loading.load(unknown));
        }
    }

    @Override
    public void passTime() {
        Instant now = clock.instant();
        for (PricedShard shard : List.copyOf(shards.values())) {
            commits(
                    shard,
                    0,
                    () ->
                            shard.prices().values().stream()
                                    .filter(price -> price.passTime(now))
                                    .map(price -> price.tick(blend))
                                    .toList());
        }
    }

    /**
     * Makes ticks and commits them. What is remembered of a shard is what was committed, or nothing
     * is: after a failure it is loaded again with the next look for shards, and until then nothing
     * is taken of it.
     *
     * @return whether they were committed
     */
    private boolean commits(PricedShard shard, long upToId, Supplier<List<Tick>> making) {
        if (!shard.isKnown()) {
            return false;
        }
        try {
            List<Tick> made = making.get();
            if (upToId > 0 || !made.isEmpty()) {
                consuming.consumed(shard.held(), upToId, () -> append(shard, made));
            }
            shard.ticked(made.size());
            shard.consumed(upToId);
            ticks.increment(made.size());
            return true;
        } catch (ConsumingEvents.EpochOver e) {
            LOG.warn("{}", e.getMessage());
            shards.remove(shard.held().shard());
            return false;
        } catch (RuntimeException e) {
            shard.forget();
            throw e;
        }
    }

    private void append(PricedShard shard, List<Tick> made) {
        if (!made.isEmpty()) {
            mapper.append(shard.held().shard(), shard.lastTick() + 1, made);
        }
    }

    @Override
    public void release() {
        consuming.release(held());
        shards.clear();
    }
}
