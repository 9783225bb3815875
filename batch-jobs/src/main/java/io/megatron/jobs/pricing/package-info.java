/** Makes prices of events. */
@NullMarked
package io.megatron.jobs.pricing;

import org.jspecify.annotations.NullMarked;
