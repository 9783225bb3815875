/** The outbox. */
@NullMarked
package io.megatron.mapper.events;

import org.jspecify.annotations.NullMarked;
