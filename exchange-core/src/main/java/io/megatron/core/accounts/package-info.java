/** Who takes part: users, and the money they are given by hand. */
@NullMarked
package io.megatron.core.accounts;

import org.jspecify.annotations.NullMarked;
