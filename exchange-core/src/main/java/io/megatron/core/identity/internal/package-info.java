/** How passwords, codes and refresh tokens are made and checked. */
@NullMarked
package io.megatron.core.identity.internal;

import org.jspecify.annotations.NullMarked;
