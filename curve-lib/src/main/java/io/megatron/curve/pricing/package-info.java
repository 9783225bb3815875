/** The prices that are shown: pure functions of what was traded and signalled. */
@NullMarked
package io.megatron.curve.pricing;

import org.jspecify.annotations.NullMarked;
