/** {@code megatron.events.v1.EventService}. */
@NullMarked
package io.megatron.server.events;

import org.jspecify.annotations.NullMarked;
