@NullMarked
package io.megatron.client.access;

import org.jspecify.annotations.NullMarked;
