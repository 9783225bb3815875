package io.megatron.mapper.funding;

/** What became of a request for an asset. In every state but the first the hold is gone. */
public enum AssetRequestStatus {
    /** Waits for an administrator. */
    OPEN,
    /** Became an asset, and its hold the first contribution. */
    APPROVED,
    /** Refused by an administrator. */
    REJECTED,
    /** Withdrawn by the requester. */
    CANCELLED,
    /** Nobody answered in time. */
    EXPIRED
}
