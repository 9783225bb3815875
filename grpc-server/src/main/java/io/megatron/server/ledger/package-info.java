/** Balances, entries and statements over gRPC. */
@NullMarked
package io.megatron.server.ledger;

import org.jspecify.annotations.NullMarked;
