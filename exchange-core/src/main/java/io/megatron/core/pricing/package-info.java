/**
 * The prices that are shown: ticks, made of the events of trades and signals; candles, made of
 * trades; and signals about the real world. All of it is off the trades' path; trading knows
 * nothing of it.
 */
@NullMarked
package io.megatron.core.pricing;

import org.jspecify.annotations.NullMarked;
