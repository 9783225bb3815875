/** Jobs that follow the chain. */
@NullMarked
package io.megatron.jobs.custody;

import org.jspecify.annotations.NullMarked;
