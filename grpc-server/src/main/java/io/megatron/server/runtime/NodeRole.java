package io.megatron.server.runtime;

/** What a node does. */
public enum NodeRole {
    /** Answers calls. */
    API,
    /** Runs jobs. */
    JOBS
}
