/** Jobs that move the platform's own money. */
@NullMarked
package io.megatron.jobs.ledger;

import org.jspecify.annotations.NullMarked;
