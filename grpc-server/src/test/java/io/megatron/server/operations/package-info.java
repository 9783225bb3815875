@NullMarked
package io.megatron.server.operations;

import org.jspecify.annotations.NullMarked;
