/** Ticks, candles and signals, and what they are made of. */
@NullMarked
package io.megatron.mapper.pricing;

import org.jspecify.annotations.NullMarked;
