@NullMarked
package io.megatron.server.identity;

import org.jspecify.annotations.NullMarked;
