package io.megatron.mapper.operations;

import java.time.Instant;

/**
 * A job and when it runs.
 *
 * @param cron six fields, in UTC
 * @param hasBusinessDate whether its work belongs to a day
 * @param changedAt when an operator changed it, or a job node first wrote it down
 */
public record JobSchedule(
        String job,
        String description,
        String cron,
        boolean hasBusinessDate,
        boolean paused,
        Instant changedAt) {

    /** The same job, run at other times or not by its schedule. */
    public JobSchedule changed(String newCron, boolean newPaused, Instant at) {
        return new JobSchedule(job, description, newCron, hasBusinessDate, newPaused, at);
    }
}
