/** Pictures. */
@NullMarked
package io.megatron.client.charts;

import org.jspecify.annotations.NullMarked;
