/**
 * What an asset is thought to be worth apart from its trades, and the prices that are shown: pure
 * functions of what was traded and signalled.
 */
@NullMarked
package io.megatron.curve.pricing;

import org.jspecify.annotations.NullMarked;
