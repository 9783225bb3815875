/** The ledger's rows: accounts, transfers, entries, requests and where the book stands. */
@NullMarked
package io.megatron.mapper.ledger;

import org.jspecify.annotations.NullMarked;
