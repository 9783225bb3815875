package io.megatron.mapper.custody;

/** Why custody stands still. */
public enum HaltCause {
    /** A block that was deep enough to rely on is no longer on the chain. */
    DEEP_REORG,
    /** Nodes of the chain contradict each other about a block that is final. */
    PROVIDERS_DISAGREE
}
