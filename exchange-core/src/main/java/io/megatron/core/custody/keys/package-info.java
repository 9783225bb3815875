/** Addresses that are derived without secrets, and the keys that sign. */
@NullMarked
package io.megatron.core.custody.keys;

import org.jspecify.annotations.NullMarked;
