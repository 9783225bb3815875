/** Makes prices of events, and jobs that make figures of trades and ask outside for signals. */
@NullMarked
package io.megatron.jobs.pricing;

import org.jspecify.annotations.NullMarked;
