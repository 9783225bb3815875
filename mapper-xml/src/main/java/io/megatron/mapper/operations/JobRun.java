package io.megatron.mapper.operations;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of a job, from the asking to its end.
 *
 * @param businessDate the day it is for, in UTC
 * @param preview whether it only finds out what it would change
 * @param slot when its schedule was due; null for a run that an operator asked for
 * @param retries the run whose skipped items it works on; null for a run of all that is due
 * @param requestedBy {@code schedule}, or the operator's user id
 * @param attempts how often a node has begun it
 * @param executionId Spring Batch's number of the last attempt
 * @param heartbeatAt when its node last said that it is alive
 * @param itemsTotal how many items were found so far; more may be found in a later phase
 */
public record JobRun(
        UUID id,
        String job,
        JobState state,
        LocalDate businessDate,
        boolean preview,
        @Nullable Instant slot,
        @Nullable UUID retries,
        String requestedBy,
        String reason,
        Instant requestedAt,
        int attempts,
        boolean stopAsked,
        @Nullable String node,
        @Nullable Long executionId,
        @Nullable Instant startedAt,
        @Nullable Instant heartbeatAt,
        @Nullable Instant endedAt,
        @Nullable String phase,
        long itemsTotal,
        long itemsDone,
        long itemsChanged,
        long itemsSkipped,
        @Nullable String message) {

    /** A run that is asked for, and nothing has become of yet. */
    public static JobRun requested(
            UUID id,
            String job,
            LocalDate businessDate,
            boolean preview,
            @Nullable Instant slot,
            @Nullable UUID retries,
            String by,
            String reason,
            Instant at) {
        return new JobRun(
                id,
                job,
                JobState.REQUESTED,
                businessDate,
                preview,
                slot,
                retries,
                by,
                reason,
                at,
                0,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                0,
                0,
                0,
                null);
    }
}
