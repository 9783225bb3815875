package io.megatron.core.funding;

import io.megatron.curve.money.Usdc;

/**
 * What working a pool's queue has done.
 *
 * @param payments how many withdrawals were paid, in full or in part
 * @param paid principal that left the pool
 * @param stillQueued what waits now
 * @param poolRemaining what may still leave the pool
 * @param closed whether the pool's asset is closed now
 */
public record QueueWork(
        int payments, Usdc paid, Usdc stillQueued, Usdc poolRemaining, boolean closed) {}
