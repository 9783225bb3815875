package io.megatron.mapper.events;

import java.time.Instant;

/**
 * How far a consumer has come in a shard, and until when it has it to itself.
 *
 * @param consumedId every event of the shard up to this one is in what the consumer keeps
 * @param epoch counts the owners; what is written under an earlier one is refused
 * @param leaseUntil real time
 */
public record ConsumedShard(
        String consumer, int shard, long consumedId, long epoch, Instant leaseUntil) {}
