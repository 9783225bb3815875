/** How ticks are made of events, candles of trades, and fundamental prices of signals. */
@NullMarked
package io.megatron.core.pricing.internal;

import org.jspecify.annotations.NullMarked;
