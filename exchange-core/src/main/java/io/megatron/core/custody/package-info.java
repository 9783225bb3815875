/** Custody: USDC that comes in and goes out on an EVM chain, and the proof that it is there. */
@NullMarked
package io.megatron.core.custody;

import org.jspecify.annotations.NullMarked;
