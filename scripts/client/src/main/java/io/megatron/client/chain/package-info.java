/** The local chain of a development installation. */
@NullMarked
package io.megatron.client.chain;

import org.jspecify.annotations.NullMarked;
