/** How jobs run: Quartz asks, a node takes a run up, Spring Batch works through its phases. */
@NullMarked
package io.megatron.jobs.frame;

import org.jspecify.annotations.NullMarked;
