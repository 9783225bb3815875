@NullMarked
package io.megatron.client.running;

import org.jspecify.annotations.NullMarked;
