/** The book: every write to what commands decide on goes through it; and the ledger kept in it. */
@NullMarked
package io.megatron.core.ledger;

import org.jspecify.annotations.NullMarked;
