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

    /**
     * All shards that nobody relays at the moment, in order, for whoever asks until the end of the
     * transaction.
     */
    List<RelayShard> claimFree();

    /** All shards until the end of the transaction; waits for whoever relays them. */
    List<RelayShard> claimPatiently();

    /** Events of one shard after one and up to another, in the order in which they happened. */
    List<OutboxEvent> eventsOfShard(
            @Param("shard") int shard,
            @Param("shards") int shards,
            @Param("afterId") long afterId,
            @Param("upToId") long upToId,
            @Param("limit") int limit);

    /**
     * Events of some shards for the relay, in parcels of so many bytes and in order.
     *
     * @param shards how many shards there are
     * @param wanted the shards that are asked for
     * @param afterIds for each of them, after which event
     * @param afterId the least of those
     * @param upToId up to which event, of whichever shard
     */
    List<EventParcel> parcels(
            @Param("shards") int shards,
            @Param("wanted") int[] wanted,
            @Param("afterIds") long[] afterIds,
            @Param("afterId") long afterId,
            @Param("upToId") long upToId,
            @Param("bytes") int bytes);

    /** {@link #parcels} in the form of its caller. */
    default List<EventParcel> parcels(
            int shards, List<RelayShard> wanted, long afterId, long upToId, int bytes) {
        return parcels(
                shards,
                wanted.stream().mapToInt(RelayShard::shard).toArray(),
                wanted.stream().mapToLong(RelayShard::relayedId).toArray(),
                afterId,
                upToId,
                bytes);
    }

    void moveRelays(
            @Param("shards") int[] shards,
            @Param("relayedIds") long[] relayedIds,
            @Param("sentIds") long[] sentIds,
            @Param("at") Instant at);

    /** Notes how far these have come. */
    default void moveRelays(List<RelayShard> moved, Instant at) {
        moveRelays(
                moved.stream().mapToInt(RelayShard::shard).toArray(),
                moved.stream().mapToLong(RelayShard::relayedId).toArray(),
                moved.stream().mapToLong(RelayShard::sentId).toArray(),
                at);
    }

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
