/** What liquidity providers may take back and when: vesting, instant allowance, pool limit. */
@NullMarked
package io.megatron.curve.funding;

import org.jspecify.annotations.NullMarked;
