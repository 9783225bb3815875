package io.megatron.core.events;

import io.megatron.core.Outcome;
import io.megatron.core.Rejection;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.core.ledger.Snapshots;
import io.megatron.mapper.events.ConsumedShard;
import io.megatron.mapper.events.OutboxEvent;
import io.megatron.mapper.events.OutboxMapper;
import io.megatron.mapper.events.RelayMapper;
import io.megatron.mapper.events.RelayShard;
import io.megatron.mapper.ids.AssetId;
import io.megatron.mapper.ids.UserId;
import io.megatron.mapper.ledger.BookMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What waits on its way to Redis, and events for whoever wants to read them from the outbox. */
@Component
public class ReadingEvents {
    /** A backlog is counted up to here; beyond, it is long. */
    public static final int COUNTED = 100_000;

    private static final int LOOKED_AT = 50_000;

    private final Snapshots snapshots;
    private final RelayMapper relay;
    private final OutboxMapper outbox;
    private final BookMapper book;
    private final BusinessClock clock;

    ReadingEvents(
            Snapshots snapshots,
            RelayMapper relay,
            OutboxMapper outbox,
            BookMapper book,
            BusinessClock clock) {
        this.snapshots = snapshots;
        this.relay = relay;
        this.outbox = outbox;
        this.book = book;
        this.clock = clock;
    }

    /**
     * What waits in a shard.
     *
     * @param waiting events not relayed yet, counted up to {@link #COUNTED}
     * @param oldest how long the first of them has waited; zero if none waits
     * @param consumers how far those have come who consume it
     */
    public record Backlog(
            RelayShard relay, long waiting, Duration oldest, List<ConsumedShard> consumers) {}

    /**
     * All of a moment.
     *
     * @param lastId the last event there is
     */
    public record Backlogs(long lastId, List<Backlog> shards) {}

    /** What waits in every shard. */
    public Backlogs backlogs() {
        return snapshots.read(
                () -> {
                    List<RelayShard> shards = relay.shards();
                    List<ConsumedShard> consumers = relay.consumers();
                    return new Backlogs(
                            book.state().lastEventId(),
                            shards.stream()
                                    .map(shard -> backlog(shard, shards.size(), consumers))
                                    .toList());
                });
    }

    private Backlog backlog(RelayShard shard, int shards, List<ConsumedShard> consumers) {
        long waiting = relay.countEvents(shard.shard(), shards, shard.relayedId(), COUNTED);
        Instant first = relay.firstBookedAfter(shard.shard(), shards, shard.relayedId());
        return new Backlog(
                shard,
                waiting,
                first == null
                        ? Duration.ZERO
                        : notNegative(Duration.between(first, clock.instant())),
                consumers.stream().filter(consumer -> consumer.shard() == shard.shard()).toList());
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /**
     * What a reader wants to see.
     *
     * @param asset events of this asset only
     * @param user events about this user only
     */
    public record Filter(Optional<AssetId> asset, Optional<UserId> user) {}

    /**
     * Some events.
     *
     * @param position where to go on: everything up to this event has been looked at
     */
    public record Found(List<OutboxEvent> events, long position) {}

    /** Before the first event that is kept. */
    public long beginning() {
        return outbox.purgedUpTo();
    }

    /**
     * Events after one, in the order in which they happened. It looks at so many that it never
     * takes long; where none of them is wanted it answers none, and a position behind them.
     *
     * @return them, or {@link Rejection#EVENTS_PURGED} where some of them are gone
     */
    public Outcome<Found> after(long afterId, Filter filter, int limit) {
        return snapshots.read(
                () -> {
                    long purged = outbox.purgedUpTo();
                    return afterId < purged
                            ? Outcome.refused(
                                    Rejection.EVENTS_PURGED,
                                    "Events up to %d are past their retention; the first that is kept is after position %d."
                                            .formatted(purged, purged))
                            : Outcome.accepted(found(afterId, filter, limit));
                });
    }

    private Found found(long afterId, Filter filter, int limit) {
        long upTo = Math.min(book.state().lastEventId(), afterId + LOOKED_AT);
        if (afterId >= upTo) {
            return new Found(List.of(), afterId);
        }
        List<OutboxEvent> events =
                relay.events(
                        afterId,
                        upTo,
                        filter.asset().map(AssetId::value).orElse(null),
                        filter.user().map(UserId::toString).orElse(null),
                        limit);
        return new Found(events, events.size() < limit ? upTo : events.getLast().id());
    }

    /** The last event there is. */
    public long lastId() {
        return book.state().lastEventId();
    }

    /** How many events there are after one, counted up to {@link #COUNTED} per shard. */
    public long countAfter(long afterId) {
        return snapshots.read(
                () -> {
                    List<RelayShard> shards = relay.shards();
                    return shards.stream()
                            .mapToLong(
                                    shard ->
                                            relay.countEvents(
                                                    shard.shard(), shards.size(), afterId, COUNTED))
                            .sum();
                });
    }
}
