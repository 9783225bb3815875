/** Custody as callers see it. */
@NullMarked
package io.megatron.server.custody;

import org.jspecify.annotations.NullMarked;
