/** Carries events from the outbox to Redis. */
@NullMarked
package io.megatron.jobs.events;

import org.jspecify.annotations.NullMarked;
