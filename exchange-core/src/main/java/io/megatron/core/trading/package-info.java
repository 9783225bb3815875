/** Trades: orders, the rules they are decided by, receipts, quotes, positions. */
@NullMarked
package io.megatron.core.trading;

import org.jspecify.annotations.NullMarked;
