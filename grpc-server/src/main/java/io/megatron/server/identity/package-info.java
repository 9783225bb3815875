/** {@code megatron.identity.v1}: who somebody is. */
@NullMarked
package io.megatron.server.identity;

import org.jspecify.annotations.NullMarked;
