package io.megatron.mapper.events;

import java.time.Instant;

/**
 * How far a shard's events have been relayed.
 *
 * @param relayedId every event of the shard up to this one has been relayed
 * @param sentId the last event of the shard that was relayed; zero where Redis has lost all
 * @param consumedId every event of the shard up to this one has been consumed by all consumers
 * @param relayedAt real time
 */
public record RelayShard(
        int shard, long relayedId, long sentId, long consumedId, Instant relayedAt) {

    public RelayShard moved(long newRelayedId, long newSentId) {
        return new RelayShard(shard, newRelayedId, newSentId, consumedId, relayedAt);
    }
}
