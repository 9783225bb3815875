/** A server of our own: started, waited for, and always stopped. */
@NullMarked
package io.megatron.client.running;

import org.jspecify.annotations.NullMarked;
