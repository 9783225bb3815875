/** How the price engine works. */
@NullMarked
package io.megatron.core.pricing.internal;

import org.jspecify.annotations.NullMarked;
