/** The jobs of prices. */
@NullMarked
package io.megatron.jobs.pricing;

import org.jspecify.annotations.NullMarked;
