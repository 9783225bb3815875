/** The server as a whole, as its clients and its operators meet it. */
@NullMarked
package io.megatron.server;

import org.jspecify.annotations.NullMarked;
