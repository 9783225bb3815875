@NullMarked
package io.megatron.client.demo;

import org.jspecify.annotations.NullMarked;
