/** Trades over gRPC. */
@NullMarked
package io.megatron.server.trading;

import org.jspecify.annotations.NullMarked;
