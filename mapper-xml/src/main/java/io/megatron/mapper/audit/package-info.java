/** The record of what administrators and operators did. */
@NullMarked
package io.megatron.mapper.audit;

import org.jspecify.annotations.NullMarked;
