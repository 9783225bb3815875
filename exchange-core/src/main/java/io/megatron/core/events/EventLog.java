package io.megatron.core.events;

import io.megatron.mapper.events.OutboxEvent;
import io.megatron.mapper.ids.AssetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
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
 * The events in Redis: a stream {@code events:<shard>} per shard, in which an asset's events stand
 * in their order. An event may stand there twice, never in the wrong place for the first time; what
 * Redis loses is in the outbox still. The longest a stream gets is about {@code KEPT} events.
 */
@Component
public class EventLog {
    private static final String STREAM = "events:";
    private static final int KEPT = 200_000;

    /**
     * The same on every node: a shard has one owner at a time, and what one has been given and did
     * not get done is the next one's to do.
     */
    private static final String CONSUMER = "owner";

    private static final String ID = "id";
    private static final String ASSET = "asset_id";
    private static final String SEQ = "asset_seq";
    private static final String KIND = "kind";
    private static final String AT = "booked_at";
    private static final String PAYLOAD = "payload";

    private final Redis redis;

    EventLog(Redis redis) {
        this.redis = redis;
    }

    /** An event as Redis has it, and the place in the stream to be acknowledged. */
    public record Delivered(StreamMessageId place, OutboxEvent event) {}

    /** Whether there is a Redis at all. */
    public boolean isConfigured() {
        return redis.isConfigured();
    }

    /**
     * Appends events to a shard's stream, in one round trip.
     *
     * @return the id of the event that stood last before; zero if there was none
     * @throws RedisException if Redis is away; then any first part of them may stand there
     */
    public long append(int shard, List<OutboxEvent> events) {
        RBatch batch = redis.client().createBatch(BatchOptions.defaults());
        RStreamAsync<String, String> stream = batch.getStream(STREAM + shard, StringCodec.INSTANCE);
        RFuture<Map<StreamMessageId, Map<String, String>>> before =
                stream.rangeReversedAsync(1, StreamMessageId.MAX, StreamMessageId.MIN);
        List<RFuture<StreamMessageId>> added = new ArrayList<>(events.size());
        for (OutboxEvent event : events) {
            added.add(
                    stream.addAsync(
                            StreamAddArgs.entries(fields(event))
                                    .trimNonStrict()
                                    .maxLen(KEPT)
                                    .noLimit()));
        }
        batch.execute();
        added.forEach(RFuture::resultNow);
        return lastId(before.resultNow());
    }

    private static Map<String, String> fields(OutboxEvent event) {
        return Map.of(
                ID, String.valueOf(event.id()),
                ASSET, event.assetId().toString(),
                SEQ, String.valueOf(event.assetSeq()),
                KIND, event.kind(),
                AT, event.bookedAt().toString(),
                PAYLOAD, event.payload());
    }

    /** The id of the last event in a shard's stream; zero if there is none. */
    public long lastId(int shard) {
        return lastId(stream(shard).rangeReversed(1, StreamMessageId.MAX, StreamMessageId.MIN));
    }

    private static long lastId(Map<StreamMessageId, Map<String, String>> entries) {
        return entries.values().stream()
                .mapToLong(fields -> Long.parseLong(field(fields, ID)))
                .findFirst()
                .orElse(0);
    }

    /** Makes a group of consumers that begins with all there is, unless it exists. */
    public void createGroup(String group, int shard) {
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
     * New events of any of the shards, as soon as there are some.
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
        entries.forEach((place, fields) -> delivered.add(new Delivered(place, event(fields))));
        return delivered;
    }

    private static OutboxEvent event(Map<String, String> fields) {
        return new OutboxEvent(
                Long.parseLong(field(fields, ID)),
                AssetId.of(UUID.fromString(field(fields, ASSET))),
                Long.parseLong(field(fields, SEQ)),
                field(fields, KIND),
                field(fields, PAYLOAD),
                Instant.parse(field(fields, AT)));
    }

    private static String field(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), () -> "an event without " + name);
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
