/** The prices that are shown: made of the events of trades and signals, off their path. */
@NullMarked
package io.megatron.core.pricing;

import org.jspecify.annotations.NullMarked;
