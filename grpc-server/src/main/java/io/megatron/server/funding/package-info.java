/** Liquidity providers over gRPC. */
@NullMarked
package io.megatron.server.funding;

import org.jspecify.annotations.NullMarked;
