/** Assets and their pools. */
@NullMarked
package io.megatron.mapper.assets;

import org.jspecify.annotations.NullMarked;
