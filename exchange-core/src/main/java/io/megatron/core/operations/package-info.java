/** What keeps the exchange honest: reconciliation, and the state of its installation. */
@NullMarked
package io.megatron.core.operations;

import org.jspecify.annotations.NullMarked;
