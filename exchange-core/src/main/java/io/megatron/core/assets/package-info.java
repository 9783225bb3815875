/** What is traded: assets, and what their liquidity providers own together. */
@NullMarked
package io.megatron.core.assets;

import org.jspecify.annotations.NullMarked;
