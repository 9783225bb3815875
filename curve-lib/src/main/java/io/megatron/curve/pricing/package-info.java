/** What an asset is thought to be worth apart from its trades: the fundamental price. */
@NullMarked
package io.megatron.curve.pricing;

import org.jspecify.annotations.NullMarked;
