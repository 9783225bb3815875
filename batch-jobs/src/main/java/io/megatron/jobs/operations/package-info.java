/** Jobs that look after the system itself. */
@NullMarked
package io.megatron.jobs.operations;

import org.jspecify.annotations.NullMarked;
