@NullMarked
package io.megatron.server.calls;

import org.jspecify.annotations.NullMarked;
