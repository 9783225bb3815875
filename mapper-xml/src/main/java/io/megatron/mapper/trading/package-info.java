/** Trades and positions. */
@NullMarked
package io.megatron.mapper.trading;

import org.jspecify.annotations.NullMarked;
