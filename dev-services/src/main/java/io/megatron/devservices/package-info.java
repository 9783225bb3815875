/**
 * A Postgres, a Redis and an EVM chain that a machine without them can start, and that keep what
 * they were told.
 *
 * <p>They serve the default run and every module's tests. They outlive the process that started
 * them when that process is killed, so the next start looks for such an orphan first and takes it
 * over.
 */
@NullMarked
package io.megatron.devservices;

import org.jspecify.annotations.NullMarked;
