@NullMarked
package io.megatron.server.runtime;

import org.jspecify.annotations.NullMarked;
