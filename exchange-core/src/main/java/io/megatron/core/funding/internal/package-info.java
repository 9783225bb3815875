/** The commands of funding, their rules and their tables. */
@NullMarked
package io.megatron.core.funding.internal;

import org.jspecify.annotations.NullMarked;
