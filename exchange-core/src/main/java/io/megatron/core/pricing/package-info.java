/** What prices have been: candles, made of trades. Trading knows nothing of it. */
@NullMarked
package io.megatron.core.pricing;

import org.jspecify.annotations.NullMarked;
