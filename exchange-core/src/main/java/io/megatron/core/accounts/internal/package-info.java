/** The commands of accounts. */
@NullMarked
package io.megatron.core.accounts.internal;

import org.jspecify.annotations.NullMarked;
