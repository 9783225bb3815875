package io.megatron.core.pricing;

import java.time.Duration;

/**
 * The price engine of a node, for its one thread to drive: it consumes events shard by shard and
 * appends a tick for every change. Many events of an asset in a moment make one tick. Any number of
 * nodes may run one; a shard is one node's at a time.
 */
public interface MakingPrices {

    /** Renews the shards this node has and takes those that nobody has; at least every second. */
    void keepShards();

    boolean hasShards();

    /**
     * Takes what another owner of a shard was given and did not get done.
     *
     * @throws org.redisson.client.RedisException if Redis is away
     */
    void takeLeftovers();

    /**
     * Takes new events, waiting a little for the first.
     *
     * @throws org.redisson.client.RedisException if Redis is away
     */
    void takeNew(Duration patience);

    /** Lets volume leave the window by the passing of time. */
    void passTime();

    /** Gives all shards back. */
    void release();
}
