/**
 * The jobs of the exchange: one class a job, over the use cases of exchange-core. How a job is run,
 * watched, stopped and scheduled is the same for all, see {@link io.megatron.jobs.frame}.
 */
@NullMarked
package io.megatron.jobs;

import org.jspecify.annotations.NullMarked;
