/** The linear bonding curve: what a trade costs or pays, to the micro. */
@NullMarked
package io.megatron.curve.bonding;

import org.jspecify.annotations.NullMarked;
