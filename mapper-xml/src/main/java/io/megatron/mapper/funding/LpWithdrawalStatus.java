package io.megatron.mapper.funding;

/** What became of a withdrawal. */
public enum LpWithdrawalStatus {
    /** A part of it waits. */
    QUEUED,
    /** All of it is paid. */
    PAID,
    /** What still waited was cancelled by the LP; what was paid is paid. */
    CANCELLED
}
