@NullMarked
package io.megatron.client.bench;

import org.jspecify.annotations.NullMarked;
