/** Liquidity providers: contributions, fees, refunds and withdrawals of principal. */
@NullMarked
package io.megatron.core.funding;

import org.jspecify.annotations.NullMarked;
