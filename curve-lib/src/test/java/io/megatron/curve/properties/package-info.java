/** Property testing in a few lines: seeded cases, and a failure that says how to see it again. */
@NullMarked
package io.megatron.curve.properties;

import org.jspecify.annotations.NullMarked;
