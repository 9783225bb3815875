package io.megatron.mapper.custody;

/** Where a deposit stands. */
public enum DepositStatus {
    /** Seen on the chain, not credited yet. */
    DETECTED,
    /** In the ledger. */
    CREDITED,
    /** Its block is no longer on the chain. */
    ORPHANED,
    /** Never credited. */
    IGNORED
}
