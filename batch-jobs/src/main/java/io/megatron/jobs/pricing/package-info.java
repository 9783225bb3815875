/** Makes prices of events, and jobs that make figures of trades. */
@NullMarked
package io.megatron.jobs.pricing;

import org.jspecify.annotations.NullMarked;
