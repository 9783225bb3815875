/** How ticks are made of events, and candles of trades. */
@NullMarked
package io.megatron.core.pricing.internal;

import org.jspecify.annotations.NullMarked;
