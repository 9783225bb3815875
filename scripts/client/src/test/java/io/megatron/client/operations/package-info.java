@NullMarked
package io.megatron.client.operations;

import org.jspecify.annotations.NullMarked;
