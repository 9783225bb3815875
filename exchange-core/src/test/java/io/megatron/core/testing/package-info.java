/** Fixtures that speak the domain, on a real Postgres. */
@NullMarked
package io.megatron.core.testing;

import org.jspecify.annotations.NullMarked;
