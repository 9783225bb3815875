package io.megatron.core.funding;

/** Why a part of a withdrawal was queued. */
public enum QueueReason {
    /** Nothing was queued. */
    NONE,
    /** It is more than the LP may be paid at once in 24 hours. */
    INSTANT_ALLOWANCE,
    /** It is more than may still leave the pool now. */
    POOL_DAILY_LIMIT,
    /** What may still leave the pool is for those who asked before. */
    QUEUED_BEFORE
}
