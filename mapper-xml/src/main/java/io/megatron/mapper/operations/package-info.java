/** What reconciliation asks the database. */
@NullMarked
package io.megatron.mapper.operations;

import org.jspecify.annotations.NullMarked;
