/** Tokens, made with the key of a development installation. */
@NullMarked
package io.megatron.client.access;

import org.jspecify.annotations.NullMarked;
