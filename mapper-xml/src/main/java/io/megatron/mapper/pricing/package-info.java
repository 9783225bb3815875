/** Signals, and the fundamental prices they make. */
@NullMarked
package io.megatron.mapper.pricing;

import org.jspecify.annotations.NullMarked;
