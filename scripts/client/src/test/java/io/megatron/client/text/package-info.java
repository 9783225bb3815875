@NullMarked
package io.megatron.client.text;

import org.jspecify.annotations.NullMarked;
