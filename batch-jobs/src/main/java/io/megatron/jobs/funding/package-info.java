/** Jobs that move the principal of liquidity providers. */
@NullMarked
package io.megatron.jobs.funding;

import org.jspecify.annotations.NullMarked;
