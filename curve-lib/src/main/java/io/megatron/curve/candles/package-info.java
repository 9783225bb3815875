/** Candles: what an interval of time did to a price. */
@NullMarked
package io.megatron.curve.candles;

import org.jspecify.annotations.NullMarked;
