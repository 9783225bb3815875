/** The commands of assets. */
@NullMarked
package io.megatron.core.assets.internal;

import org.jspecify.annotations.NullMarked;
