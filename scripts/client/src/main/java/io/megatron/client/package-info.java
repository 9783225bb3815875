/** The programs behind the scripts, which know the exchange by its API alone. */
@NullMarked
package io.megatron.client;

import org.jspecify.annotations.NullMarked;
