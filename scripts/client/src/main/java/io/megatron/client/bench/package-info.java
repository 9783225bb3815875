/** How many trades a second, and how many there could be at best. */
@NullMarked
package io.megatron.client.bench;

import org.jspecify.annotations.NullMarked;
