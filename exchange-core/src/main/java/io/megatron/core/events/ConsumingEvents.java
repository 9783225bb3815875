package io.megatron.core.events;

import io.megatron.core.ledger.BesideTheBook;
import io.megatron.core.ledger.BusinessClock;
import io.megatron.mapper.events.ConsumedShard;
import io.megatron.mapper.events.OutboxEvent;
import io.megatron.mapper.events.RelayMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Who consumes which shard. A node has a shard for a while and says again and again that it lives;
 * one that does not loses it to whoever asks. What the old owner still wants to write then fails,
 * since it commits with {@link #consumed} under an epoch that is over: so it may be frozen for as
 * long as it likes.
 */
@Component
public class ConsumingEvents {
    private static final Duration LEASE = Duration.ofSeconds(5);

    private final BesideTheBook beside;
    private final RelayMapper relay;
    private final BusinessClock clock;

    ConsumingEvents(BesideTheBook beside, RelayMapper relay, BusinessClock clock) {
        this.beside = beside;
        this.relay = relay;
        this.clock = clock;
    }

    /** The shard was taken over by another node, so nothing may be written for it any more. */
    public static final class EpochOver extends RuntimeException {
        EpochOver(ConsumedShard held) {
            super(
                    "shard "
                            + held.shard()
                            + " of "
                            + held.consumer()
                            + " was taken over after epoch "
                            + held.epoch());
        }
    }

    /** Takes every shard that nobody has. */
    public List<ConsumedShard> takeOver(String consumer) {
        Instant now = clock.realTime();
        return beside.write(() -> relay.takeOver(consumer, now, now.plus(LEASE)));
    }

    /** Keeps shards for another while; answers those that are still this node's. */
    public List<ConsumedShard> renew(Collection<ConsumedShard> held) {
        return beside.write(() -> relay.renew(held, clock.realTime().plus(LEASE)));
    }

    /** Gives shards back, so that nobody has to wait for the lease to end. */
    public void release(Collection<ConsumedShard> held) {
        beside.write(() -> relay.renew(held, clock.realTime().minusMillis(1)));
    }

    /** Events of a shard that never arrived, from the outbox and in their order. */
    public List<OutboxEvent> missed(ConsumedShard held, long afterId, long upToId, int limit) {
        return relay.eventsOfShard(held.shard(), relay.shards().size(), afterId, upToId, limit);
    }

    /**
     * Writes what was made of events together with how far they have been consumed.
     *
     * @throws EpochOver if the shard is another node's by now; nothing is written
     */
    public void consumed(ConsumedShard held, long upToId, Runnable write) {
        beside.write(
                () -> {
                    if (relay.consumed(held.consumer(), held.shard(), held.epoch(), upToId)
                            .isEmpty()) {
                        throw new EpochOver(held);
                    }
                    write.run();
                });
    }
}
