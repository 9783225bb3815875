@NullMarked
package io.megatron.server.trading;

import org.jspecify.annotations.NullMarked;
