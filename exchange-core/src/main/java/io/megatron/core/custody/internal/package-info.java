/** How deposits are decided and kept. */
@NullMarked
package io.megatron.core.custody.internal;

import org.jspecify.annotations.NullMarked;
