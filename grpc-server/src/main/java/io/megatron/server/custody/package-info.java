/** {@code megatron.custody.v1}: deposits, withdrawals and the proof of reserves. */
@NullMarked
package io.megatron.server.custody;

import org.jspecify.annotations.NullMarked;
