/** Rows of funding: terms, LP positions and their lots, requests, withdrawals and payments. */
@NullMarked
package io.megatron.mapper.funding;

import org.jspecify.annotations.NullMarked;
