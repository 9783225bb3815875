/** The command that takes a signal, and what it decides over. */
@NullMarked
package io.megatron.core.pricing.internal;

import org.jspecify.annotations.NullMarked;
