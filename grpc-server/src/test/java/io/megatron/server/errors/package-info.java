@NullMarked
package io.megatron.server.errors;

import org.jspecify.annotations.NullMarked;
