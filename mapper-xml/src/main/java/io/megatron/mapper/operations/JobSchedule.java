package io.megatron.mapper.operations;

import java.time.Instant;

/**
 * A job and when it runs.
 *
 * @param cron six fields, in UTC
 * @param changedAt when an operator changed it, or a job node first wrote it down
 */
public record JobSchedule(
        String job, String description, String cron, boolean paused, Instant changedAt) {}
