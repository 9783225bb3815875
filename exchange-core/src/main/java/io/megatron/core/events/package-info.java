/** What the exchange announces: the outbox, written with what it tells of. */
@NullMarked
package io.megatron.core.events;

import org.jspecify.annotations.NullMarked;
