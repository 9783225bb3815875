package io.megatron.mapper.operations;

/** How far a run of a job is. */
public enum JobState {
    /** Waits for a job node. */
    REQUESTED,
    /** A node works on it. */
    RUNNING,
    /** Done; what it could not do is listed among its items. */
    COMPLETED,
    /** Ended by an error, or given up by its node; may be restarted. */
    FAILED,
    /** Stopped by an operator; may be restarted. */
    STOPPED,
    /** Given up for good. */
    ABANDONED;

    public boolean isOpen() {
        return this == REQUESTED || this == RUNNING;
    }

    /** Whether it may be asked for again as the same run. */
    public boolean isRestartable() {
        return this == FAILED || this == STOPPED;
    }
}
