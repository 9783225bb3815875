/** A story that shows the exchange at work and fails if it does not. */
@NullMarked
package io.megatron.client.demo;

import org.jspecify.annotations.NullMarked;
