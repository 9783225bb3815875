@NullMarked
package io.megatron.server.limits;

import org.jspecify.annotations.NullMarked;
