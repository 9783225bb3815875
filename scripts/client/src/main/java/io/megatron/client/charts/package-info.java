/** Pictures of an asset: its curve, its price, its candles. Doubles are for drawing only. */
@NullMarked
package io.megatron.client.charts;

import org.jspecify.annotations.NullMarked;
