@NullMarked
package io.megatron.client.connection;

import org.jspecify.annotations.NullMarked;
