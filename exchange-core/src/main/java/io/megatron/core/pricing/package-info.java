/** What assets are thought to be worth: signals about the real world, and the prices they make. */
@NullMarked
package io.megatron.core.pricing;

import org.jspecify.annotations.NullMarked;
