package io.megatron.core.events;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.events.OutboxEvent;
import io.megatron.mapper.events.RelayMapper;
import io.megatron.mapper.events.RelayShard;
import io.megatron.mapper.ledger.BookMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Carries events from the outbox to Redis after their commit: at least once, an asset's in their
 * order. Any number of nodes may do it; a shard is one node's at a time, for as long as one
 * transaction holds its row. A crash between Redis and the commit sends the same events again, and
 * so does one of Postgres that forgets the commit.
 */
@Component
public class Relaying {
    private static final Logger LOG = LoggerFactory.getLogger(Relaying.class);
    private static final int AT_ONCE = 1_000;

    private final BesideTheBook beside;
    private final RelayMapper relay;
    private final BookMapper book;
    private final BusinessClock clock;
    private final EventLog log;
    private final Counter relayed;
    private final Counter losses;

    Relaying(
            BesideTheBook beside,
            RelayMapper relay,
            BookMapper book,
            BusinessClock clock,
            EventLog log,
            MeterRegistry meters) {
        this.beside = beside;
        this.relay = relay;
        this.book = book;
        this.clock = clock;
        this.log = log;
        this.relayed =
                Counter.builder("megatron.events.relayed")
                        .description("Events sent to Redis, those sent again included")
                        .register(meters);
        this.losses =
                Counter.builder("megatron.events.losses")
                        .description("Times that Redis had lost events, which were sent again")
                        .register(meters);
    }

    /** Whether there is somewhere to relay to. */
    public boolean isPossible() {
        return log.isConfigured();
    }

    /** How many shards there are. */
    public int shards() {
        return relay.shards().size();
    }

    /** The shards that have events after one and up to another. */
    public List<Integer> shardsWithEvents(int shards, long afterId, long upToId) {
        return relay.shardsWithEvents(shards, afterId, upToId);
    }

    /** The last event there is. */
    public long lastEvent() {
        return book.state().lastEventId();
    }

    /**
     * Relays what waits of a shard, up to a limit, unless somebody else is at it.
     *
     * @return whether there may be more
     * @throws org.redisson.client.RedisException if Redis is away; nothing is lost by that
     */
    public boolean relay(int shard, int shards) {
        return beside.write(
                () -> {
                    relay.mayBeForgotten();
                    RelayShard stands = relay.claim(shard);
                    return stands != null && relay(stands, shards);
                });
    }

    private boolean relay(RelayShard stands, int shards) {
        long upTo = lastEvent();
        if (stands.relayedId() >= upTo) {
            return false;
        }
        List<OutboxEvent> events =
                relay.eventsOfShard(stands.shard(), shards, stands.relayedId(), upTo, AT_ONCE);
        boolean more = events.size() == AT_ONCE;
        long sent = stands.sentId();
        if (!events.isEmpty()) {
            long before = log.append(stands.shard(), events);
            relayed.increment(events.size());
            if (before < sent) {
                sendAgain(stands, before);
                return true;
            }
            sent = events.getLast().id();
        }
        relay.moveRelay(stands.shard(), more ? sent : upTo, sent, clock.realTime());
        return more;
    }

    /** Has all events after one relayed again; what was not relayed yet still is. */
    public void rewindTo(long afterId) {
        beside.write(
                () -> {
                    for (RelayShard shard : relay.shards()) {
                        RelayShard stands = relay.claimPatiently(shard.shard());
                        if (afterId < stands.relayedId()) {
                            relay.moveRelay(
                                    stands.shard(), afterId, stands.sentId(), clock.realTime());
                        }
                    }
                });
    }

    /**
     * Looks whether Redis still has what a shard's stream was given, where nothing new is sent that
     * would show it.
     */
    public void lookForLosses(int shard) {
        beside.write(
                () -> {
                    RelayShard stands = relay.claim(shard);
                    if (stands != null) {
                        long last = log.lastId(shard);
                        if (last < stands.sentId()) {
                            sendAgain(stands, last);
                        }
                    }
                });
    }

    /**
     * Has everything sent again that a consumer may not have had.
     *
     * @param stands as it was before anything was sent that a consumer may have had by now
     * @param last the last event that Redis has kept
     */
    private void sendAgain(RelayShard stands, long last) {
        losses.increment();
        long from = Math.min(stands.relayedId(), Math.max(last, stands.consumedId()));
        LOG.warn(
                "Redis has lost events of shard {} after {}; those after {} are sent again",
                stands.shard(),
                last,
                from);
        relay.moveRelay(stands.shard(), from, last, clock.realTime());
    }
}
