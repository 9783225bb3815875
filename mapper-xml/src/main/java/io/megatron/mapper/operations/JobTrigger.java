package io.megatron.mapper.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job's trigger, as Quartz keeps it.
 *
 * @param state Quartz's own word
 * @param nextFireAt null where it will not fire again
 */
public record JobTrigger(String job, String state, @Nullable Instant nextFireAt) {}
