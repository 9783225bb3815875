/** How candles are made anew from trades, and what of that has to be written. */
@NullMarked
package io.megatron.core.pricing.internal;

import org.jspecify.annotations.NullMarked;
