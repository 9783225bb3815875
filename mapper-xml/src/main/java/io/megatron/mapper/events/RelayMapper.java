package io.megatron.mapper.events;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ibatis.annotations.Param;
import org.jspecify.annotations.Nullable;

/** How events leave the outbox, and how far their consumers have come. */
public interface RelayMapper {

    /** All shards, in order. */
    List<RelayShard> shards();

    /**
     * Lets the transaction's commit be forgotten by a crash of Postgres, for what is simply done
     * again then.
     */
    void mayBeForgotten();

    /** The shards that have events after one and up to another. */
    List<Integer> shardsWithEvents(
            @Param("shards") int shards,
            @Param("afterId") long afterId,
            @Param("upToId") long upToId);

    /** A shard for whoever relays it, until the end of the transaction; null if somebody does. */
    @Nullable RelayShard claim(int shard);

    /** As {@link #claim}, but waits for whoever relays it. */
    RelayShard claimPatiently(int shard);

    /** Events of one shard after one and up to another, in the order in which they happened. */
    List<OutboxEvent> eventsOfShard(
            @Param("shard") int shard,
            @Param("shards") int shards,
            @Param("afterId") long afterId,
            @Param("upToId") long upToId,
            @Param("limit") int limit);

    void moveRelay(
            @Param("shard") int shard,
            @Param("relayedId") long relayedId,
            @Param("sentId") long sentId,
            @Param("at") Instant at);

    /** The number of events between two that a shard has. */
    long countEvents(
            @Param("shard") int shard,
            @Param("shards") int shards,
            @Param("afterId") long afterId,
            @Param("limit") int limit);

    /** When the first event after this one happened; null if there is none. */
    @Nullable Instant firstBookedAfter(
            @Param("shard") int shard, @Param("shards") int shards, @Param("afterId") long afterId);

    /** Events of one asset, in order, after and before the given numbers of its own. */
    List<OutboxEvent> eventsOfAsset(
            @Param("assetId") UUID assetId,
            @Param("afterSeq") long afterSeq,
            @Param("beforeSeq") long beforeSeq,
            @Param("limit") int limit);

    /**
     * Events that a reader may see, in the order in which they happened.
     *
     * @param asset null for every asset
     * @param user those that are about this user; null for everybody's
     */
    List<OutboxEvent> events(
            @Param("afterId") long afterId,
            @Param("upToId") long upToId,
            @Param("asset") @Nullable UUID asset,
            @Param("user") @Nullable String user,
            @Param("limit") int limit);

    /** How far every consumer has come. */
    List<ConsumedShard> consumers();

    /** Takes over every shard of a consumer that nobody has any more, under a new epoch. */
    List<ConsumedShard> takeOver(
            @Param("consumer") String consumer,
            @Param("now") Instant now,
            @Param("leaseUntil") Instant leaseUntil);

    /** Keeps the shards that are still under these epochs; those that are not are not answered. */
    List<ConsumedShard> renew(
            @Param("consumer") String consumer,
            @Param("shards") int[] shards,
            @Param("epochs") long[] epochs,
            @Param("leaseUntil") Instant leaseUntil);

    /** Notes what has been consumed, unless the epoch is over; then nothing is answered. */
    List<ConsumedShard> consumed(
            @Param("consumer") String consumer,
            @Param("shard") int shard,
            @Param("epoch") long epoch,
            @Param("consumedId") long consumedId);

    /** {@link #renew} in the form of its callers. */
    default List<ConsumedShard> renew(Collection<ConsumedShard> held, Instant leaseUntil) {
        if (held.isEmpty()) {
            return List.of();
        }
        return renew(
                held.iterator().next().consumer(),
                held.stream().mapToInt(ConsumedShard::shard).toArray(),
                held.stream().mapToLong(ConsumedShard::epoch).toArray(),
                leaseUntil);
    }
}
