/** How everything that can go wrong is said on the wire. */
@NullMarked
package io.megatron.server.errors;

import org.jspecify.annotations.NullMarked;
