/** How the book is written: one thread, one transaction at a time, load → decide → persist. */
@NullMarked
package io.megatron.core.ledger.internal;

import org.jspecify.annotations.NullMarked;
