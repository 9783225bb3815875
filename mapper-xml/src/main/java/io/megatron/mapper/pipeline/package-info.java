/** Sends many writes in one round trip. */
@NullMarked
package io.megatron.mapper.pipeline;

import org.jspecify.annotations.NullMarked;
