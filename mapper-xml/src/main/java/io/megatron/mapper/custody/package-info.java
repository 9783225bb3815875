/** Rows of custody: what is known of the chain, deposits, withdrawals and sweeps. */
@NullMarked
package io.megatron.mapper.custody;

import org.jspecify.annotations.NullMarked;
