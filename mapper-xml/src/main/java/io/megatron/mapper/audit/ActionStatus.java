package io.megatron.mapper.audit;

/** What has become of something that takes a second administrator. */
public enum ActionStatus {
    /** Nobody has decided; past its time nobody can any more. */
    WAITING,
    /** It has taken effect. */
    CONFIRMED,
    /** It never will. */
    REJECTED
}
