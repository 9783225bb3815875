/** Who somebody is: signing up, signing in, and sessions. Beside the book, and in real time. */
@NullMarked
package io.megatron.core.identity;

import org.jspecify.annotations.NullMarked;
