/** Assets over gRPC. */
@NullMarked
package io.megatron.server.assets;

import org.jspecify.annotations.NullMarked;
