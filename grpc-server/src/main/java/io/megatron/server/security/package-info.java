/** Who calls, and what they may call. */
@NullMarked
package io.megatron.server.security;

import org.jspecify.annotations.NullMarked;
