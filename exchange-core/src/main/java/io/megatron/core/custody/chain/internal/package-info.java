/** The one place that knows JSON-RPC and how calls of contracts are encoded. */
@NullMarked
package io.megatron.core.custody.chain.internal;

import org.jspecify.annotations.NullMarked;
