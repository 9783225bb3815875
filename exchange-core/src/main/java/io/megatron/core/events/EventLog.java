package io.megatron.core.events;

import io.megatron.mapper.events.EventParcel;
import io.megatron.mapper.events.OutboxEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RFuture;
import org.redisson.api.RStream;
import org.redisson.api.RStreamAsync;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamCreateGroupArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamMultiReadGroupArgs;
import org.redisson.api.stream.StreamReadGroupArgs;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.springframework.stereotype.Component;

/**
 * The events in Redis: a stream {@code outbox:<shard>} per shard of what was sent together. An
 * asset's events stand there in their order; one may stand there twice, never in the wrong place
 * for the first time. Each parcel says behind which event it belongs, so whoever is given it sees
 * whether something is missing. What Redis has lost, or let go of, is in the outbox still.
 */
@Component
public class EventLog {
    private static final String STREAM = "outbox:";

    /** Where an event used to stand by itself; nobody reads that any more. */
    private static final String FORMER_STREAM = "events:";

    private static final int KEPT = 256;

    /**
     * The same on every node: a shard has one owner at a time, and what one has been given and did
     * not get done is the next one's to do.
     */
    private static final String CONSUMER = "owner";

    private static final String AFTER = "after";
    private static final String LAST = "last";
    private static final String EVENTS = "events";

    private final Redis redis;

    EventLog(Redis redis) {
        this.redis = redis;
    }

    /**
     * A parcel as Redis has it.
     *
     * @param place in the stream, to be acknowledged
     * @param afterId whoever has had the shard's events up to this one misses none before the
     *     parcel
     * @param lastId the parcel's last event
     */
    public record Delivered(
            StreamMessageId place, long afterId, long lastId, List<OutboxEvent> events) {}

    /** Whether there is a Redis at all. */
    public boolean isConfigured() {
        return redis.isConfigured();
    }

    /**
     * Appends parcels to their shards' streams, in one round trip.
     *
     * @param lastSent for each shard, behind which event its first parcel belongs
     * @return for each of their shards, the last event that stood there before; zero if none did
     * @throws RedisException if Redis is away; then any first part of them may stand there
     */
    public Map<Integer, Long> append(List<EventParcel> parcels, Map<Integer, Long> lastSent) {
        RBatch batch = redis.client().createBatch(BatchOptions.defaults());
        Map<Integer, RFuture<Map<StreamMessageId, Map<String, String>>>> before = new TreeMap<>();
        List<RFuture<StreamMessageId>> added = new ArrayList<>(parcels.size());
        Map<Integer, Long> sent = new HashMap<>(lastSent);
        for (EventParcel parcel : parcels) {
            RStreamAsync<String, String> stream = stream(batch, parcel.shard());
            before.computeIfAbsent(parcel.shard(), shard -> last(stream));
            long afterId = sent.getOrDefault(parcel.shard(), 0L);
            sent.put(parcel.shard(), parcel.lastId());
            added.add(
                    stream.addAsync(
                            StreamAddArgs.entries(fields(parcel, afterId))
                                    .trimNonStrict()
                                    .maxLen(KEPT)
                                    .noLimit()));
        }
        batch.execute();
        added.forEach(RFuture::resultNow);
        return lastIds(before);
    }

    private static Map<String, String> fields(EventParcel parcel, long afterId) {
        return Map.of(
                AFTER, String.valueOf(afterId),
                LAST, String.valueOf(parcel.lastId()),
                EVENTS, parcel.text());
    }

    /**
     * The last event in each of these shards' streams, in one round trip; zero if there is none.
     */
    public Map<Integer, Long> lastIds(Collection<Integer> shards) {
        RBatch batch = redis.client().createBatch(BatchOptions.defaults());
        Map<Integer, RFuture<Map<StreamMessageId, Map<String, String>>>> last = new TreeMap<>();
        shards.forEach(shard -> last.put(shard, last(stream(batch, shard))));
        batch.execute();
        return lastIds(last);
    }

    private static RStreamAsync<String, String> stream(RBatch batch, int shard) {
        return batch.getStream(STREAM + shard, StringCodec.INSTANCE);
    }

    private static RFuture<Map<StreamMessageId, Map<String, String>>> last(
            RStreamAsync<String, String> stream) {
        return stream.rangeReversedAsync(1, StreamMessageId.MAX, StreamMessageId.MIN);
    }

    private static Map<Integer, Long> lastIds(
            Map<Integer, RFuture<Map<StreamMessageId, Map<String, String>>>> last) {
        Map<Integer, Long> ids = new TreeMap<>();
        last.forEach((shard, entries) -> ids.put(shard, lastId(entries.resultNow())));
        return ids;
    }

    private static long lastId(Map<StreamMessageId, Map<String, String>> entries) {
        return entries.values().stream()
                .mapToLong(fields -> Long.parseLong(field(fields, LAST)))
                .findFirst()
                .orElse(0);
    }

    /** Makes a group of consumers that begins with all there is, unless it exists. */
    public void createGroup(String group, int shard) {
        redis.client().getKeys().unlink(FORMER_STREAM + shard);
        try {
            stream(shard)
                    .createGroup(
                            StreamCreateGroupArgs.name(group).id(StreamMessageId.ALL).makeStream());
        } catch (RedisException e) {
            if (!String.valueOf(e.getMessage()).contains("BUSYGROUP")) {
                throw e;
            }
        }
    }

    /** Whether a failure says that the group is gone, as after a loss of data. */
    public static boolean isGroupMissing(RedisException e) {
        return String.valueOf(e.getMessage()).contains("NOGROUP");
    }

    /** What an owner of the shard was given and never acknowledged. */
    public List<Delivered> pending(String group, int shard, int limit) {
        Map<StreamMessageId, Map<String, String>> pending =
                stream(shard)
                        .readGroup(
                                group,
                                CONSUMER,
                                StreamReadGroupArgs.greaterThan(StreamMessageId.ALL).count(limit));
        Map<StreamMessageId, Map<String, String>> there = new LinkedHashMap<>(pending);
        there.values().removeIf(fields -> fields == null || fields.isEmpty());
        Set<StreamMessageId> gone = new LinkedHashSet<>(pending.keySet());
        gone.removeAll(there.keySet());
        if (!gone.isEmpty()) {
            // The stream has let go of them for its length; the outbox has them.
            stream(shard).ack(group, gone.toArray(StreamMessageId[]::new));
        }
        return delivered(there);
    }

    /**
     * New parcels of any of the shards, as soon as there are some.
     *
     * @param patience how long to wait for the first of them
     */
    public Map<Integer, List<Delivered>> read(
            String group, Collection<Integer> shards, int limit, Duration patience) {
        List<Integer> ordered = List.copyOf(shards);
        Map<String, StreamMessageId> others =
                ordered.stream()
                        .skip(1)
                        .collect(
                                Collectors.toMap(
                                        shard -> STREAM + shard,
                                        shard -> StreamMessageId.NEVER_DELIVERED));
        return stream(ordered.getFirst())
                .readGroup(
                        group,
                        CONSUMER,
                        StreamMultiReadGroupArgs.greaterThan(
                                        StreamMessageId.NEVER_DELIVERED, others)
                                .count(limit)
                                .timeout(patience))
                .entrySet()
                .stream()
                .collect(
                        Collectors.toMap(
                                read -> Integer.parseInt(read.getKey().substring(STREAM.length())),
                                read -> delivered(read.getValue())));
    }

    private static List<Delivered> delivered(Map<StreamMessageId, Map<String, String>> entries) {
        List<Delivered> delivered = new ArrayList<>(entries.size());
        entries.forEach((place, fields) -> delivered.add(delivered(place, fields)));
        return delivered;
    }

    private static Delivered delivered(StreamMessageId place, Map<String, String> fields) {
        return new Delivered(
                place,
                Long.parseLong(field(fields, AFTER)),
                Long.parseLong(field(fields, LAST)),
                ReadingParcels.events(field(fields, EVENTS)));
    }

    private static String field(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), () -> "a parcel without " + name);
    }

    /** Says that these are done with, so that nobody is given them again. */
    public void acknowledge(String group, int shard, List<Delivered> done) {
        stream(shard)
                .ack(group, done.stream().map(Delivered::place).toArray(StreamMessageId[]::new));
    }

    private RStream<String, String> stream(int shard) {
        return redis.client().getStream(STREAM + shard, StringCodec.INSTANCE);
    }
}
