/** What people and programs read. */
@NullMarked
package io.megatron.client.text;

import org.jspecify.annotations.NullMarked;
