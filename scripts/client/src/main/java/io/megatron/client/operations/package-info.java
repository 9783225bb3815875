/** What operators ask of a running server. */
@NullMarked
package io.megatron.client.operations;

import org.jspecify.annotations.NullMarked;
