/** How many calls of a kind somebody may make. */
@NullMarked
package io.megatron.server.limits;

import org.jspecify.annotations.NullMarked;
