package io.megatron.core.events;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.events.EventParcel;
import io.megatron.mapper.events.OutboxMapper;
import io.megatron.mapper.events.RelayMapper;
import io.megatron.mapper.events.RelayShard;
import io.megatron.mapper.ledger.BookMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    private static final int AT_ONCE = 4_000;

    /** A parcel is closed with the event that makes it this large. */
    private static final int PARCEL_BYTES = 1 << 17;

    private final BesideTheBook beside;
    private final RelayMapper relay;
    private final OutboxMapper outbox;
    private final BookMapper book;
    private final BusinessClock clock;
    private final EventLog log;
    private final Counter relayed;
    private final Counter losses;

    /** Their number never changes; zero before it has been asked for. */
    private volatile int shards;

    Relaying(
            BesideTheBook beside,
            RelayMapper relay,
            OutboxMapper outbox,
            BookMapper book,
            BusinessClock clock,
            EventLog log,
            MeterRegistry meters) {
        this.beside = beside;
        this.relay = relay;
        this.outbox = outbox;
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

    /** The last event there is. */
    public long lastEvent() {
        return book.state().lastEventId();
    }

    /**
     * What one round has done.
     *
     * @param events how many were sent
     * @param more whether some wait still
     */
    public record Round(long events, boolean more) {
        private static final Round NOTHING = new Round(0, false);
    }

    /**
     * Relays what waits, up to a limit, of all shards that nobody else is at.
     *
     * @param upToId the last event there is
     * @throws org.redisson.client.RedisException if Redis is away; nothing is lost by that
     */
    public Round relay(long upToId) {
        return beside.write(
                () -> {
                    List<RelayShard> behind =
                            relay.claimFree().stream()
                                    .filter(stands -> stands.relayedId() < upToId)
                                    .toList();
                    return behind.isEmpty() ? Round.NOTHING : relay(behind, upToId);
                });
    }

    private Round relay(List<RelayShard> behind, long lastId) {
        long afterId = firstAfter(behind, lastId);
        long upToId = Math.min(lastId, afterId + AT_ONCE);
        List<EventParcel> parcels = relay.parcels(shards(), behind, afterId, upToId, PARCEL_BYTES);
        Map<Integer, Long> before =
                parcels.isEmpty() ? Map.of() : log.append(parcels, sentBefore(behind));
        long events = parcels.stream().mapToLong(EventParcel::events).sum();
        relayed.increment(events);
        List<RelayShard> moved =
                behind.stream().map(stands -> moved(stands, parcels, before, upToId)).toList();
        move(moved);
        return new Round(events, moved.stream().anyMatch(stands -> stands.relayedId() < lastId));
    }

    /** The purge leaves a gap before the first event, which would be long to walk through. */
    private long firstAfter(List<RelayShard> behind, long lastId) {
        long afterId = behind.stream().mapToLong(RelayShard::relayedId).min().orElseThrow();
        return lastId - afterId <= AT_ONCE ? afterId : Math.max(afterId, outbox.purgedUpTo());
    }

    private int shards() {
        if (shards == 0) {
            shards = relay.shards().size();
        }
        return shards;
    }

    /**
     * Behind which events the next ones belong. After a loss it is what everybody has had, and
     * where an operator has gone back it is where to.
     */
    private static Map<Integer, Long> sentBefore(List<RelayShard> behind) {
        return behind.stream()
                .collect(
                        Collectors.toMap(
                                RelayShard::shard,
                                stands ->
                                        Math.min(
                                                stands.relayedId(),
                                                Math.max(stands.sentId(), stands.consumedId()))));
    }

    private RelayShard moved(
            RelayShard stands, List<EventParcel> parcels, Map<Integer, Long> before, long upToId) {
        long stoodLast = before.getOrDefault(stands.shard(), Long.MAX_VALUE);
        if (stoodLast < stands.sentId()) {
            return sendAgain(stands, stoodLast);
        }
        long sent =
                parcels.stream()
                        .filter(parcel -> parcel.shard() == stands.shard())
                        .mapToLong(EventParcel::lastId)
                        .max()
                        .orElse(stands.sentId());
        return stands.moved(Math.max(stands.relayedId(), upToId), sent);
    }

    private void move(List<RelayShard> moved) {
        if (!moved.isEmpty()) {
            relay.mayBeForgotten();
            relay.moveRelays(moved, clock.realTime());
        }
    }

    /** Has all events after one relayed again; what was not relayed yet still is. */
    public void rewindTo(long afterId) {
        beside.write(
                () -> {
                    List<RelayShard> rewound =
                            relay.claimPatiently().stream()
                                    .filter(stands -> afterId < stands.relayedId())
                                    .map(stands -> stands.moved(afterId, stands.sentId()))
                                    .toList();
                    relay.moveRelays(rewound, clock.realTime());
                });
    }

    /**
     * Looks whether Redis still has what the streams were given, where nothing new is sent that
     * would show it.
     */
    public void lookForLosses() {
        beside.write(
                () -> {
                    List<RelayShard> free = relay.claimFree();
                    if (!free.isEmpty()) {
                        move(lost(free));
                    }
                });
    }

    private List<RelayShard> lost(List<RelayShard> free) {
        Map<Integer, Long> last = log.lastIds(free.stream().map(RelayShard::shard).toList());
        return free.stream()
                .filter(stands -> last.getOrDefault(stands.shard(), 0L) < stands.sentId())
                .map(stands -> sendAgain(stands, last.getOrDefault(stands.shard(), 0L)))
                .toList();
    }

    /**
     * Has everything sent again that a consumer may not have had.
     *
     * @param stands as it was before anything was sent that a consumer may have had by now
     * @param last the last event that Redis has kept
     */
    private RelayShard sendAgain(RelayShard stands, long last) {
        losses.increment();
        boolean allWereConsumed = stands.consumedId() >= stands.sentId();
        long from =
                allWereConsumed
                        ? stands.relayedId()
                        : Math.min(stands.relayedId(), Math.max(last, stands.consumedId()));
        LOG.warn(
                "Redis has lost events of shard {} after {}; those after {} are sent again",
                stands.shard(),
                last,
                from);
        return stands.moved(from, last);
    }
}
