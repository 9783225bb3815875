/** How a server is reached, and how its errors are read. */
@NullMarked
package io.megatron.client.connection;

import org.jspecify.annotations.NullMarked;
