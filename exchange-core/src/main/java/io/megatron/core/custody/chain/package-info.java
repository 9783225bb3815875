/** The chain as custody sees it. Nothing but the client's implementation knows JSON-RPC. */
@NullMarked
package io.megatron.core.custody.chain;

import org.jspecify.annotations.NullMarked;
