/** Prices for display, and the trades they come from. */
@NullMarked
package io.megatron.mapper.pricing;

import org.jspecify.annotations.NullMarked;
