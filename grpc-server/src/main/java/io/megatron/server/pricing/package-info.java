/** The endpoint of prices. */
@NullMarked
package io.megatron.server.pricing;

import org.jspecify.annotations.NullMarked;
