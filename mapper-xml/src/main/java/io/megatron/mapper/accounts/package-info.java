/** Users. */
@NullMarked
package io.megatron.mapper.accounts;

import org.jspecify.annotations.NullMarked;
