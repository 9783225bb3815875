/** Candles, and what prices are made of. */
@NullMarked
package io.megatron.mapper.pricing;

import org.jspecify.annotations.NullMarked;
