/**
 * The prices that are shown: ticks, made of the events of trades and signals, and candles, made of
 * trades. All of it is off their path; trading knows nothing of it.
 */
@NullMarked
package io.megatron.core.pricing;

import org.jspecify.annotations.NullMarked;
