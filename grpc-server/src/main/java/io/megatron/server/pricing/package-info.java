/** {@code megatron.pricing.v1.PriceService}. */
@NullMarked
package io.megatron.server.pricing;

import org.jspecify.annotations.NullMarked;
